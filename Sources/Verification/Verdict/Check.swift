public import DailiesMediaTime

/// One check of a file and its result.
public struct Check: Hashable, Sendable {
    /// Whether the check was carried out.
    public enum Execution: String, Hashable, Sendable, Codable {
        /// It was carried out.
        case done
        /// It could not be carried out because something it needs is missing. Never the same as
        /// passed.
        case skipped
        /// It was started, and an error of our own or a limit ended it.
        case errored
    }

    /// The result of a check that was carried out.
    public enum Result: String, Hashable, Sendable, Codable {
        /// As expected.
        case pass
        /// Unusual, but no reason to reject the file.
        case warn
        /// Not as expected.
        case fail
    }

    /// What was checked.
    public let code: CheckCode
    /// Whether it was carried out.
    public let execution: Execution
    /// The result; `nil` if the check wasn't carried out.
    public let result: Result?
    /// What is expected.
    public let expected: String?
    /// What was found.
    public let measured: String?
    /// The tolerance that was applied, by name and value.
    public let tolerance: String?
    /// The outcome as one sentence for users who aren't engineers.
    public let message: String
    /// Where in the video it was found.
    public let at: TimeRange?
    /// Where in the file it was found; `nil` if the place is unknown or nothing is wrong.
    public let evidence: Evidence?

    /// Makes the result of a check that was carried out, also for rules of your own.
    public init(
        _ code: CheckCode,
        _ result: Result,
        expected: String? = nil,
        measured: String? = nil,
        tolerance: String? = nil,
        at: TimeRange? = nil,
        evidence: Evidence? = nil,
        _ message: String
    ) {
        self.init(
            code, execution: .done, result: result, expected: expected, measured: measured,
            tolerance: tolerance, at: at, evidence: evidence, message: message)
    }

    init(
        _ code: CheckCode,
        execution: Execution,
        result: Result?,
        expected: String? = nil,
        measured: String? = nil,
        tolerance: String? = nil,
        at: TimeRange? = nil,
        evidence: Evidence? = nil,
        message: String
    ) {
        self.code = code
        self.execution = execution
        self.result = result
        self.expected = expected
        self.measured = measured
        self.tolerance = tolerance
        self.at = at
        self.evidence = evidence
        self.message = message
    }

    /// A check that could not be carried out because something it needs is missing.
    public static func skipped(
        _ code: CheckCode, expected: String? = nil, _ message: String
    ) -> Check {
        Check(code, execution: .skipped, result: nil, expected: expected, message: message)
    }

    /// A check that an error of our own or a limit ended.
    public static func errored(_ code: CheckCode, _ message: String) -> Check {
        Check(code, execution: .errored, result: nil, message: message)
    }
}

extension Check: CustomStringConvertible {
    /// The code and the message, such as "video.duration: The picture is 1.958 s too short".
    public var description: String { "\(code): \(message)" }
}
