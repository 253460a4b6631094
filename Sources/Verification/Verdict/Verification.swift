import DailiesMediaTime

/// A file held against an expectation: every check, the verdict and what to do.
public struct Verification: Hashable, Sendable {
    /// The schema of the JSON form, with its version.
    public static let schema = "dailies.verification/1"

    /// How deep the looking goes, cheap to dear.
    public enum Level: String, Hashable, Sendable, Codable, CaseIterable {
        /// The header and the index, nothing else.
        case header
        /// Every packet is read too.
        case packets
        /// Every frame is decoded too.
        case decode
    }

    /// The path that was looked at.
    public let file: String
    /// The decision.
    public let verdict: Verdict
    /// What to do about it.
    public let action: Action
    /// Every question that was put, in the order from cheap to dear.
    public let checks: [Check]
    /// What the file is; `nil` where it could not be measured, and in a verification read from JSON.
    public let measurement: MediaMeasurement?

    init(
        file: String, checks: [Check], measurement: MediaMeasurement?, actions: ActionRules
    ) {
        self.file = file
        self.checks = checks
        self.measurement = measurement
        verdict = Verdict(checks)
        action = actions.action(for: verdict, checks)
    }

    /// The checks that say something is wrong or odd.
    public var findings: [Check] { checks.filter { $0.result == .fail || $0.result == .warn } }
}
