import DailiesJSON
import DailiesPlanning
import DailiesShotList
import Foundation
import Testing

/// A price book gives exact quotes.
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

    /// A price that makes no sense would void a cap.
    @Test(arguments: [
        (#"{"per": "second", "expected": "-0.5"}"#, "write US dollars"),
        (#"{"per": "second", "expected": "1.00", "worst": "0.10"}"#, "less than what is expected"),
    ])
    func aSenselessPriceIsAProblem(_ rate: String, _ words: String) throws {
        let rate = try JSONValue(parsing: Data(rate.utf8))
        let found = try problems { $0["rates"] = .array([rate]) }
        #expect(found.count == 1 && found[0].contains(words), "\(found)")
    }

    @Test(arguments: ["2026-9-1", "yesterday", "2026-09-01T00:00"])
    func aDayIsWrittenAsISO8601(_ day: String) throws {
        let found = try problems { $0["date"] = .string(day) }
        #expect(found.count == 1 && found[0].contains("2026-09-01"), "\(found)")
    }

    /// The shipped book with its first entry changed.
    private func problems(_ change: (inout [String: JSONValue]) -> Void) throws -> [String] {
        var members = try #require(try Shipped.json("presets/prices/2026-09-01.json").members)
        var price = try #require(members["prices"]?.elements?.first?.members)
        change(&price)
        members["prices"] = [.object(price)]
        let invalid = #expect(throws: InvalidPreset.self) { try PriceBook(.object(members)) }
        return (invalid?.problems ?? []).map(\.description)
    }

    @Test(arguments: ["schema", "date", "prices"])
    func aBookWithoutOneOfItsKeysIsRefused(key: String) throws {
        var members = try #require(try Shipped.json("presets/prices/2026-09-01.json").members)
        members[key] = nil
        #expect(throws: InvalidPreset.self) { try PriceBook(.object(members)) }
        members[key] = 7
        #expect(throws: InvalidPreset.self) { try PriceBook(.object(members)) }
    }

    @Test(arguments: ["provider", "model", "source", "rates"])
    func aPriceThatLacksAKeyIsNamed(key: String) throws {
        let found = try problems { $0[key] = nil }
        #expect(found.count == 1)
        #expect(found[0].hasPrefix("prices[1].\(key): it is missing; "))
    }

    @Test(arguments: [.number(0.112), "free", "", "0,112"] as [JSONValue])
    func aPriceIsADecimalString(value: JSONValue) throws {
        let found = try problems { $0["rates"] = [["per": "second", "expected": value]] }
        #expect(found.count == 1)
        #expect(found[0].hasPrefix("prices[1].rates[1].expected: "))
    }

    private func book(_ date: String, _ rates: JSONValue) throws -> PriceBook {
        try PriceBook([
            "schema": .string(PriceBook.schema), "date": .string(date),
            "prices": [["provider": "fal", "model": "m", "source": "a page", "rates": rates]],
        ])
    }

    /// The first rate that matches counts: by sound, resolution and duration, for a second or a clip.
    @Test func aRateHoldsUnderItsConditions() throws {
        let book = try book(
            "2026-10-01",
            [
                ["per": "clip", "seconds": 6, "expected": "0.28"],
                ["per": "second", "resolution": "4k", "sound": "generated", "expected": "0.6"],
                ["per": "second", "resolution": "4k", "expected": "0.4", "worst": "0.5"],
                ["per": "second", "sound": "none", "expected": "0.2"],
            ])
        func quote(_ seconds: Int, _ sound: Shot.Sound, _ resolution: String?) -> String? {
            book.quote(
                provider: "fal", model: "m", seconds: seconds, sound: sound, resolution: resolution
            ).map { "\($0.expected.decimal) \($0.worst.decimal)" }
        }
        #expect(quote(6, .generated, "4k") == "0.28 0.28")
        #expect(quote(10, .generated, "4k") == "6.00 6.00")
        #expect(quote(10, .none, "4k") == "4.00 5.00")
        #expect(quote(10, .none, "720p") == "2.00 2.00")
        #expect(quote(10, .generated, "720p") == nil)
        #expect(quote(10, .voices, nil) == nil)
    }

    @Test(arguments: [("2026-10-01", "0.1"), ("2026-10-03", "0.9")])
    func theNewestEntryWinsWhateverIsReadFirst(date: String, price: String) throws {
        let old = try book("2026-10-02", [["per": "clip", "expected": "0.1"]])
        let other = try book(date, [["per": "clip", "expected": "0.9"]])
        for (first, second) in [(old, other), (other, old)] {
            var both = first
            both.merge(second)
            let quote = both.quote(provider: "fal", model: "m", seconds: 5, sound: .none)
            #expect(quote?.expected == Money(decimal: price))
        }
    }
}

/// Runs whose price isn't known.
struct UnpricedRunTests {
    @Test func aRunWithoutAPriceIsPlannedOnlyIfAllowed() throws {
        let list = try list(#"{"shots": [{"id": "010", "prompt": "a kite", "duration": 5}]}"#)
        let refused = Planner(prices: PriceBook()).plan(list)
        #expect(refused.plan == nil)
        #expect(refused.problems.first?.message.contains("--allow-unpriced") == true)
        let plan = try #require(Planner(prices: PriceBook(), allowsUnpriced: true).plan(list).plan)
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
