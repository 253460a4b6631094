import DailiesMediaTime

/// The result of verifying a file: every check, the verdict and the action.
public struct Verification: Hashable, Sendable {
    /// The schema of the JSON form, with its version.
    public static let schema = "dailies.verification/1"

    /// How much of a file is read, from cheap to expensive.
    public enum Level: String, Hashable, Sendable, Codable, CaseIterable {
        /// Only the header and the index.
        case header
        /// Every packet as well.
        case packets
        /// Every frame is decoded as well.
        case decode
    }

    /// The path that was verified.
    public package(set) var file: String
    /// The decision.
    public let verdict: Verdict
    /// What to do with the file.
    public let action: Action
    /// Every check, from cheap to expensive.
    public let checks: [Check]
    /// The measurement; `nil` if the file could not be measured, and in a verification read from
    /// JSON.
    public let measurement: MediaMeasurement?
    /// The system's error number where the file could not be opened, or not read to its end; `nil` in
    /// a verification read from JSON.
    package let accessError: Int32?

    package init(
        file: String, checks: [Check], measurement: MediaMeasurement?, actions: ActionRules,
        accessError: Int32? = nil
    ) {
        self.accessError = accessError
        self.file = file
        self.checks = checks
        self.measurement = measurement
        verdict = Verdict(checks)
        action = actions.action(for: verdict, checks)
    }

    /// The checks that failed or warned, and those that an error ended: everything that explains a
    /// verdict other than `pass`.
    public var findings: [Check] {
        checks.filter { check in
            check.result == .fail || check.result == .warn || check.execution == .errored
        }
    }
}

extension Verification: CustomStringConvertible {
    /// The file, its verdict and action, and a line for each finding.
    public var description: String {
        (["\(file): \(verdict.rawValue), \(action.rawValue)"] + findings.map { "  \($0)" })
            .joined(separator: "\n")
    }
}
