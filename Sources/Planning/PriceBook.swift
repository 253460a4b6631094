package import DailiesJSON
package import DailiesShotList

/// Prices per provider and model, each with its date and source: the files in `presets/prices` and
/// the user's own, read together.
package struct PriceBook: Hashable, Sendable {
    package static let schema = "dailies.prices/3"

    private var entries: [Key: Entry] = [:]
    private var unreadable: [Unreadable] = []

    /// A price file that can't be read.
    private struct Unreadable: Hashable {
        let problems: [PresetProblem]
        let text: String?
    }

    private struct Key: Hashable {
        let provider: String
        let model: String
    }

    /// The price of a model at a provider.
    package struct Entry: Hashable, Sendable {
        package let provider: String
        package let model: String
        /// The date of the price, as YYYY-MM-DD.
        package let date: String
        package let source: String
        /// The first one that a run matches counts.
        package let rates: [Rate]
    }

    /// A price under conditions; a condition that is `nil` holds for every run.
    package struct Rate: Hashable, Sendable {
        package let sound: Shot.Sound?
        package let resolution: String?
        /// The duration of the run in seconds.
        package let seconds: Int?
        package let unit: Unit
        package let expected: Money
        package let worst: Money

        fileprivate func matches(_ sound: Shot.Sound, _ resolution: String?, _ seconds: Int) -> Bool
        {
            (self.sound ?? sound) == sound && (self.resolution ?? resolution) == resolution
                && (self.seconds ?? seconds) == seconds
        }
    }

    /// What a price is for.
    package enum Unit: String, CaseIterable, Hashable, Sendable {
        case second
        case clip
    }

    /// A book without prices.
    package init() {}

    /// Reads a price book.
    ///
    /// - Throws: `InvalidPreset` with every problem.
    package init(_ json: JSONValue) throws(InvalidPreset) {
        for entry in try PriceFile(json).entries { add(entry) }
    }

    /// Adds the entries of another book; for each provider and model the newest date wins, and of two
    /// of the same date the one of the other book.
    package mutating func merge(_ other: PriceBook) { other.entries.values.forEach { add($0) } }

    private mutating func add(_ entry: Entry) {
        let key = Key(provider: entry.provider, model: entry.model)
        if let known = entries[key], known.date > entry.date { return }
        entries[key] = entry
    }

    /// Adds a file that can't be used; it stops the lists whose model it names.
    ///
    /// - Parameter text: the content; `nil` if it can't be read, so that it may name any model.
    package mutating func addUnreadable(problems: [PresetProblem], text: String?) {
        unreadable.append(Unreadable(problems: problems, text: text))
    }

    /// The problems of all files that can't be used.
    package var allProblems: [PresetProblem] { unreadable.flatMap(\.problems) }

    /// The problems of files that may have a newer price of a model.
    package func problems(model: String) -> [PresetProblem] {
        unreadable.filter { $0.text?.contains("\"\(model)\"") ?? true }.flatMap(\.problems)
    }

    /// The price of a model at a provider; `nil` if it isn't known.
    package func entry(provider: String, model: String) -> Entry? {
        entries[Key(provider: provider, model: model)]
    }

    /// The quote for one run; `nil` if no price is known, which does not mean that the run is free.
    package func quote(
        provider: String, model: String, seconds: Int, sound: Shot.Sound, resolution: String? = nil
    ) -> Quote? {
        let entry = entry(provider: provider, model: model)
        guard let rate = entry?.rates.first(where: { $0.matches(sound, resolution, seconds) })
        else {
            return nil
        }
        let count = rate.unit == .second ? seconds : 1
        return Quote(expected: rate.expected * count, worst: rate.worst * count)
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

    /// The quote of a run that another provider may sell instead: its expected cost, and the higher of
    /// both worst-case costs.
    package func orAtWorst(_ other: Quote) -> Quote {
        Quote(
            expected: expected, worst: max(worst, other.worst),
            isComplete: isComplete && other.isComplete)
    }
}

extension Sequence<Quote> {
    /// The sum of the quotes.
    package var sum: Quote { reduce(.zero, +) }
}
