/// What to do with a file after the verdict.
public enum Action: String, Hashable, Sendable, Codable {
    /// Use it.
    case accept
    /// Download it again: the file was damaged on the way, the video itself is fine.
    case fetchAgain = "fetch-again"
    /// Have it generated again: the video itself isn't what was requested.
    case reroll
    /// A person must look at it.
    case hold
}

/// A table that maps failed checks to actions; the first rule that matches any of them decides.
public struct ActionRules: Hashable, Sendable, Codable {
    /// One row of the table.
    public struct Rule: Hashable, Sendable, Codable {
        /// The check codes it applies to; one that ends in `*` matches every code with that prefix.
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

    /// The rows; the first that matches decides.
    public var rules: [Rule]

    /// Makes a table.
    public init(_ rules: [Rule]) { self.rules = rules }

    /// Encrypted files are held.
    ///
    /// Damaged files are downloaded again, which costs nothing. Only files that are complete and
    /// still wrong are generated again.
    public static let standard = ActionRules([
        Rule(["container.encryption"], .hold),
        Rule(
            [
                "container.conformance", "container.completeness", "container.sampleCounts",
                "container.fragments", "container.tracks", "container.packets",
                "container.headerChecksums", "container.frameChecksums",
                "video.unitSyntax", "video.codingSyntax", "audio.unitSyntax", "audio.codingSyntax",
            ], .fetchAgain),
        Rule([CheckCode.contentFlag.rawValue], .hold),
        Rule(["*"], .reroll),
    ])

    /// The action for a verdict and its checks; `hold` if no rule matches.
    func action(for verdict: Verdict, _ checks: [Check]) -> Action {
        switch verdict {
        case .pass, .warn: return .accept
        case .unknown: return .hold
        case .fail:
            let failed = checks.filter { $0.result == .fail }.map(\.code)
            return rules.first { failed.contains(where: $0.matches) }?.action ?? .hold
        }
    }
}
