package import DailiesJSON
package import DailiesShotList

/// Prices per provider and model with their date: a file in `presets/prices`.
package struct PriceBook: Hashable, Sendable {
    package static let schema = "dailies.prices/2"

    /// The date when the prices were last checked, such as "2026-09-01".
    package let date: String
    private let entries: [Key: Entry]

    private struct Key: Hashable {
        let provider: String
        let model: String
    }

    private struct Entry: Hashable {
        let expected: PerSecond
        let worst: PerSecond
    }

    /// Prices for one second of video.
    private struct PerSecond: Hashable {
        let withoutAudio: Money
        let withAudio: Money
        let withVoices: Money

        init?(_ json: JSONValue?) {
            guard let without = json?["without_audio"]?.text.flatMap({ Money(decimal: $0) }),
                let with = json?["with_audio"]?.text.flatMap({ Money(decimal: $0) }),
                let voices = json?["with_voices"]?.text.flatMap({ Money(decimal: $0) })
            else { return nil }
            withoutAudio = without
            withAudio = with
            withVoices = voices
        }

        func price(seconds: Int, sound: Shot.Sound) -> Money {
            switch sound {
            case .none: withoutAudio * seconds
            case .generated: withAudio * seconds
            case .voices: withVoices * seconds
            }
        }
    }

    /// Reads a price book; `nil` if a key is missing or has the wrong type.
    package init?(_ json: JSONValue) {
        guard json["schema"]?.text == Self.schema, let date = json["date"]?.text,
            let prices = json["prices"]?.elements
        else { return nil }
        self.date = date
        var entries: [Key: Entry] = [:]
        for price in prices {
            guard let provider = price["provider"]?.text, let model = price["model"]?.text,
                let expected = PerSecond(price["expected_per_second"]),
                let worst = PerSecond(price["worst_per_second"])
            else { return nil }
            entries[Key(provider: provider, model: model)] = Entry(expected: expected, worst: worst)
        }
        self.entries = entries
    }

    /// The quote for one run; `nil` if the book has no price, which does not mean that the run is
    /// free.
    package func quote(
        provider: String, model: String, seconds: Int, sound: Shot.Sound
    ) -> Quote? {
        entries[Key(provider: provider, model: model)].map { entry in
            Quote(
                expected: entry.expected.price(seconds: seconds, sound: sound),
                worst: entry.worst.price(seconds: seconds, sound: sound))
        }
    }
}

/// An estimated cost: the expected cost, and the highest cost by the published prices.
package struct Quote: Hashable, Sendable {
    package let expected: Money
    package let worst: Money
    /// Whether the prices of all runs in it are known; a run without a price counts as zero.
    package let isComplete: Bool

    package static let zero = Quote(expected: .zero, worst: .zero)
    /// The quote of a run without a price.
    package static let unpriced = Quote(expected: .zero, worst: .zero, isComplete: false)

    package init(expected: Money, worst: Money, isComplete: Bool = true) {
        self.expected = expected
        self.worst = worst
        self.isComplete = isComplete
    }

    package static func + (left: Quote, right: Quote) -> Quote {
        Quote(
            expected: left.expected + right.expected, worst: left.worst + right.worst,
            isComplete: left.isComplete && right.isComplete)
    }
}
