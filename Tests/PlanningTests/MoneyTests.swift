import DailiesPlanning
import Testing

/// Money is a whole number of micro-dollars; conversion to a decimal string and back is exact.
struct MoneyTests {
    @Test(
        arguments: [
            ("0", 0), ("0.84", 840_000), ("12", 12_000_000), ("12.50", 12_500_000),
            ("0.000001", 1), ("-0.84", -840_000), ("-12", -12_000_000), ("007.5", 7_500_000),
            ("999999999.999999", 999_999_999_999_999), ("0.0000004", 0), ("0.0000005", 1),
            ("0.9999999", 1_000_000), ("0.1234565", 123_457), ("-0.0000005", -1),
            ("1.00000000000000000000000000000001", 1_000_000),
        ] as [(String, Int64)])
    func aDecimalIsReadToTheMicrodollar(text: String, microdollars: Int64) {
        #expect(Money(decimal: text)?.microdollars == microdollars)
    }

    @Test(arguments: [
        "", " ", "-", ".", "1.", ".5", "-.5", "1.2.3", "1,5", "$1", "1e3", "0x10", "one", "1 ",
        " 1", "1.-5", "1.+5", "1000000000", "99999999999999999999", "1.5a", "nan", "inf", "١",
        "1.٥",
    ])
    func otherTextIsNoMoney(text: String) {
        #expect(Money(decimal: text) == nil)
    }

    @Test(
        arguments: [
            (0, "0.00"), (840_000, "0.84"), (12_000_000, "12.00"), (12_500_000, "12.50"),
            (1, "0.000001"), (-1, "-0.000001"), (1_050_000, "1.05"), (112_000, "0.112"),
            (-840_000, "-0.84"), (10, "0.00001"), (.max, "9223372036854.775807"),
            (.min, "-9223372036854.775808"),
        ] as [(Int64, String)])
    func moneyIsPrintedWithAtLeastTwoDecimals(microdollars: Int64, text: String) {
        #expect(Money(microdollars: microdollars).decimal == text)
        #expect(Money(microdollars: microdollars).description == "$" + text)
    }

    @Test(
        arguments: [
            (840_000, 2, "$0.84"), (6_832_000, 3, "$6.832"), (1, 6, "$0.000001"), (0, 2, "$0.00"),
            (-1_500_000, 2, "$-1.50"), (12_000_010, 5, "$12.00001"),
        ] as [(Int64, Int, String)])
    func anAmountHasThePlacesThatItNeeds(
        microdollars: Int64, places: Int, text: String
    ) {
        let money = Money(microdollars: microdollars)
        #expect(money.places == places)
        #expect(money.text(places: places) == text)
    }

    @Test func amountsThatStandTogetherHaveEqualPlaces() {
        let amounts = [840_000, 6_832_000, 12_000_000].map { Money(microdollars: $0) }
        #expect(amounts.places == 3)
        #expect(amounts.map { $0.text(places: 3) } == ["$0.840", "$6.832", "$12.000"])
        #expect([Money]().places == 2)
    }

    @Test func everyAmountIsReadFromItsDecimal() {
        var microdollars: Int64 = 1
        while microdollars < 999_999_999_000_000 {
            for amount in [microdollars, -microdollars, microdollars + 7] {
                let money = Money(microdollars: amount)
                #expect(Money(decimal: money.decimal) == money)
            }
            microdollars = microdollars * 3 + 1
        }
    }

    @Test func amountsAddUpAndCompare() {
        let dime = Money(microdollars: 100_000)
        #expect(Array(repeating: dime, count: 10).sum == Money(microdollars: 1_000_000))
        #expect(dime * 3 == Money(microdollars: 300_000))
        #expect([Money]().sum == .zero)
        #expect(.zero < dime)
        #expect(!(dime < dime))
    }

    /// Amounts of damaged files must not end the program; the result stays too large.
    @Test func sumsAndProductsStayAtTheLimits() {
        let (most, least) = (Money(microdollars: .max), Money(microdollars: .min))
        let one = Money(microdollars: 1)
        #expect(most + one == most && least + Money(microdollars: -1) == least)
        #expect(least - one == least && most - least == most)
        #expect(most * 2 == most && least * 2 == least && one * 3 == Money(microdollars: 3))
        #expect(one - one == .zero && one - Money(microdollars: 3) == Money(microdollars: -2))
    }
}
