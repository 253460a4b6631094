/// What to do with a file after the verdict.
public enum Action: String, Hashable, Sendable, Codable {
    /// Use it.
    case accept
    /// Download it once more: the fault lies in the file's way here, not in the film.
    case fetchAgain = "fetch-again"
    /// Have it made again: the film itself isn't what was asked.
    case reroll
    /// A person must look.
    case hold
}

/// What to do about failed checks, as data: the first rule that matches any of them decides.
public struct ActionRules: Hashable, Sendable, Codable {
    /// One line of the table.
    public struct Rule: Hashable, Sendable, Codable {
        /// The codes it is about; one that ends in `*` stands for all that begin so.
        public var codes: [String]
        /// What to do.
        public var action: Action

        /// Makes a rule.
        public init(_ codes: [String], _ action: Action) {
            self.codes = codes
            self.action = action
        }

        func matches(_ code: CheckCode) -> Bool {
            codes.contains { pattern in
                pattern.hasSuffix("*")
                    ? code.rawValue.hasPrefix(pattern.dropLast()) : code.rawValue == pattern
            }
        }
    }

    /// The table, read from top to bottom.
    public var rules: [Rule]

    /// Makes a table.
    public init(_ rules: [Rule]) { self.rules = rules }

    /// What nobody can see is held, damage is fetched again, which costs nothing, and only what is
    /// whole and yet wrong is made again.
    public static let standard = ActionRules([
        Rule(["container.encryption"], .hold),
        Rule(
            [
                "container.conformance", "container.completeness", "container.packets",
                "video.unitSyntax", "video.codingSyntax", "audio.unitSyntax", "audio.codingSyntax",
            ], .fetchAgain),
        Rule(["*"], .reroll),
    ])

    /// What follows from a verdict and the checks behind it; without a fitting rule, a person looks.
    public func action(for verdict: Verdict, _ checks: [Check]) -> Action {
        switch verdict {
        case .pass, .warn: return .accept
        case .unknown: return .hold
        case .fail:
            let failed = checks.filter { $0.result == .fail }.map(\.code)
            return rules.first { failed.contains(where: $0.matches) }?.action ?? .hold
        }
    }
}
