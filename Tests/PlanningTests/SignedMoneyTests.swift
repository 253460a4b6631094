import DailiesPlanning
import Testing

/// An amount may have one minus sign; any other sign is an error.
struct SignedMoneyTests {
    @Test(arguments: ["--5", "---5", "+5", "-+5", "+-5", "+0.84"])
    func otherSignsAreNoMoney(text: String) {
        #expect(Money(decimal: text) == nil)
    }
}
