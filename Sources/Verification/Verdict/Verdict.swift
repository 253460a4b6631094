/// The decision on a file.
public enum Verdict: String, Hashable, Sendable, Codable {
    /// Everything asked is as it should be.
    case pass
    /// It can be used; something is worth a look.
    case warn
    /// It isn't what it should be.
    case fail
    /// It could not be looked at: nothing is known.
    case unknown
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
