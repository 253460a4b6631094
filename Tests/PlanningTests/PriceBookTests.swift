import DailiesJSON
import DailiesPlanning
import DailiesShotList
import Testing

/// A price book gives exact quotes from prices per second.
struct PriceBookTests {
    @Test(arguments: [
        (5, true, "0.84", "1.05"), (5, false, "0.56", "0.70"), (3, true, "0.504", "0.63"),
        (15, true, "2.52", "3.15"), (1, false, "0.112", "0.14"), (0, true, "0.00", "0.00"),
    ])
    func aQuoteIsSecondsTimesThePrice(
        seconds: Int, audio: Bool, expected: String, worst: String
    ) throws {
        let book = try Shipped.prices()
        let quote = try #require(
            book.quote(
                provider: "runflow", model: "kling-v3-pro", seconds: seconds,
                sound: audio ? .generated : .none))
        #expect(quote.expected.decimal == expected)
        #expect(quote.worst.decimal == worst)
    }

    @Test func aProviderOrModelThatTheBookDoesNotNameHasNoQuote() throws {
        let book = try Shipped.prices()
        #expect(
            book.quote(provider: "nobody", model: "kling-v3-pro", seconds: 5, sound: .generated)
                == nil)
        #expect(
            book.quote(provider: "runflow", model: "sora", seconds: 5, sound: .generated) == nil)
    }

    @Test func quotesAddUpToTheMicrodollar() {
        let third = Quote(
            expected: Money(microdollars: 333_333), worst: Money(microdollars: 333_334))
        let sum = third + third + third
        #expect(sum.expected.microdollars == 999_999)
        #expect(sum.worst.microdollars == 1_000_002)
        #expect(sum + .zero == sum)
    }

    @Test(arguments: ["schema", "date", "prices"])
    func aBookWithoutOneOfItsKeysIsRefused(key: String) throws {
        var members = try #require(try Shipped.json("presets/prices/2026-09-01.json").members)
        members[key] = nil
        #expect(PriceBook(.object(members)) == nil)
        members[key] = 7
        #expect(PriceBook(.object(members)) == nil)
    }

    @Test(arguments: ["provider", "model", "expected_per_second", "worst_per_second"])
    func aBookIsRefusedIfAPriceLacksAKey(key: String) throws {
        var members = try #require(try Shipped.json("presets/prices/2026-09-01.json").members)
        var price = try #require(members["prices"]?.elements?.first?.members)
        price[key] = nil
        members["prices"] = [.object(price)]
        #expect(PriceBook(.object(members)) == nil)
    }

    @Test(arguments: [.number(0.112), "free", "", .null, "0,112"] as [JSONValue])
    func aPriceIsADecimalString(value: JSONValue) throws {
        var members = try #require(try Shipped.json("presets/prices/2026-09-01.json").members)
        var price = try #require(members["prices"]?.elements?.first?.members)
        price["expected_per_second"] = [
            "without_audio": value, "with_audio": "0.168", "with_voices": "0.196",
        ]
        members["prices"] = [.object(price)]
        #expect(PriceBook(.object(members)) == nil)
    }
}

/// Runs whose price isn't known.
struct UnpricedRunTests {
    private let empty = PriceBook([
        "schema": "dailies.prices/2", "date": "2026-09-01", "prices": [],
    ])

    @Test func aRunWithoutAPriceIsPlannedOnlyIfAllowed() throws {
        let list = try list(#"{"shots": [{"id": "010", "prompt": "a kite", "duration": 5}]}"#)
        let book = try #require(empty)
        let refused = Planner(prices: book).plan(list)
        #expect(refused.plan == nil)
        #expect(refused.problems.first?.message.contains("--allow-unpriced") == true)
        let plan = try #require(Planner(prices: book, allowsUnpriced: true).plan(list).plan)
        #expect(plan.quote == .unpriced && !plan.quote.isComplete)
        #expect(plan.quote.json["complete"] == false)
    }

    @Test func aSumWithAnUnknownPriceIsIncomplete() {
        let known = Quote(expected: Money(microdollars: 5), worst: Money(microdollars: 7))
        #expect((known + known).isComplete && (known + known).json["complete"] == nil)
        #expect(
            known + .unpriced
                == Quote(
                    expected: known.expected, worst: known.worst, isComplete: false))
    }
}
