/// The decision on a file.
public enum Verdict: String, Hashable, Sendable {
    /// Everything asked is as it should be.
    case pass
    /// It can be used; something is worth a look.
    case warn
    /// It isn't what it should be.
    case fail
    /// It could not be looked at: nothing is known.
    case unknown
}

/// What to do with a file after the verdict.
public enum Action: String, Hashable, Sendable {
    /// Use it.
    case accept
    /// Download it once more: the fault lies in the file's way here, not in the film.
    case fetchAgain = "fetch-again"
    /// Have it made again: the film itself isn't what was asked.
    case reroll
    /// A person must look.
    case hold
}

extension Verdict {
    /// The decision that follows from a list of checks.
    init(_ checks: [Check]) {
        let results = checks.compactMap(\.result)
        if results.contains(.fail) {
            self = .fail
        } else if checks.contains(where: { $0.execution == .errored }) {
            self = .unknown
        } else {
            self = results.contains(.warn) ? .warn : .pass
        }
    }
}

extension Action {
    /// Faults that another download can mend; every other failed check calls for another take.
    private static let mendedByFetching: Set<CheckCode> = [
        .conformance, .completeness, .packets, .unitSyntax, .codingSyntax,
    ]

    init(_ verdict: Verdict, _ checks: [Check]) {
        switch verdict {
        case .pass, .warn: self = .accept
        case .unknown: self = .hold
        case .fail:
            let failed = checks.filter { $0.result == .fail }.map(\.code)
            self = failed.allSatisfy(Self.mendedByFetching.contains) ? .fetchAgain : .reroll
        }
    }
}
