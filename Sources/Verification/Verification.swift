import DailiesMediaTime

/// A file held against an expectation: every check, the verdict and what to do.
public struct Verification: Hashable, Sendable {
    /// The schema of the JSON form.
    public static let schema = "dailies.verification/1"

    /// How deep the looking goes, cheap to dear.
    public enum Level: String, Hashable, Sendable, CaseIterable {
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
    /// What the file is; `nil` where it could not be measured.
    public let measurement: MediaMeasurement?

    init(file: String, checks: [Check], measurement: MediaMeasurement?) {
        self.file = file
        self.checks = checks
        self.measurement = measurement
        verdict = Verdict(checks)
        action = Action(verdict, checks)
    }

    /// The same with more checks, such as those of an inspection; verdict and action follow anew.
    public func adding(_ more: [Check]) -> Verification {
        Verification(file: file, checks: checks + more, measurement: measurement)
    }

    /// The checks that say something is wrong or odd.
    public var findings: [Check] { checks.filter { $0.result == .fail || $0.result == .warn } }
}

extension Verification: Encodable {
    private enum Key: String, CodingKey { case schema, file, verdict, action, checks }

    /// Writes the object that `dailies verify --json` prints.
    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(Self.schema, forKey: .schema)
        try object.encode(file, forKey: .file)
        try object.encode(verdict.rawValue, forKey: .verdict)
        try object.encode(action.rawValue, forKey: .action)
        try object.encode(checks, forKey: .checks)
    }
}

extension Check: Encodable {
    private enum Key: String, CodingKey {
        case code, execution, result, expected, measured, tolerance, message, at
    }

    /// Writes one entry of `checks`; times are seconds.
    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(code.rawValue, forKey: .code)
        try object.encode(execution.rawValue, forKey: .execution)
        try object.encode(result?.rawValue, forKey: .result)
        try object.encode(expected, forKey: .expected)
        try object.encode(measured, forKey: .measured)
        try object.encode(tolerance, forKey: .tolerance)
        try object.encode(message, forKey: .message)
        try object.encode(at.map { [$0.start.seconds, $0.end.seconds] }, forKey: .at)
    }
}
