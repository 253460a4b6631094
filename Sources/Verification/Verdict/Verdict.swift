/// The decision about a file.
public enum Verdict: String, Hashable, Sendable, Codable {
    /// Everything is as expected.
    case pass
    /// No check failed, and at least one gave a warning: the file can be used.
    case warn
    /// The file is not as expected.
    case fail
    /// The file could not be checked; nothing is known about it.
    case unknown
}

extension Verdict {
    /// The verdict that follows from a list of checks.
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
