import DailiesPlanning
import Testing

/// One minus is a sign; anything more is a slip of the hand.
struct SignedMoneyTests {
    @Test(arguments: ["--5", "---5", "+5", "-+5", "+-5", "+0.84"])
    func moreThanOneMinusIsNoMoney(text: String) {
        #expect(Money(decimal: text) == nil)
    }
}
