public import DailiesMediaTime

/// One question put to a file, and the answer.
public struct Check: Hashable, Sendable {
    /// Whether the question was really put.
    public enum Execution: String, Hashable, Sendable, Codable {
        /// It was put and answered.
        case done
        /// It could not be put: what it needs is missing. Never the same as passed.
        case skipped
        /// Something on our side failed.
        case errored
    }

    /// The answer.
    public enum Result: String, Hashable, Sendable, Codable {
        /// As it should be.
        case pass
        /// Worth a look, no reason to throw the file away.
        case warn
        /// Not what it should be.
        case fail
    }

    /// What was asked.
    public let code: CheckCode
    /// Whether it was really put.
    public let execution: Execution
    /// The answer; `nil` where it wasn't put.
    public let result: Result?
    /// What would be right.
    public let expected: String?
    /// What was found.
    public let measured: String?
    /// The tolerance that was applied, by name and value.
    public let tolerance: String?
    /// The outcome in one sentence for people who are no engineers.
    public let message: String
    /// Where in the film it was found.
    public let at: TimeRange?
    /// Where in the file it was found; `nil` where the place is unknown or there is nothing amiss.
    public let evidence: Evidence?

    /// Makes the answer to a question that was put, also for rules of your own.
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

    /// A question that could not be put: what it needs is missing.
    public static func skipped(
        _ code: CheckCode, expected: String? = nil, _ message: String
    ) -> Check {
        Check(code, execution: .skipped, result: nil, expected: expected, message: message)
    }

    /// A question that could not be answered: something on our side failed.
    public static func errored(_ code: CheckCode, _ message: String) -> Check {
        Check(code, execution: .errored, result: nil, message: message)
    }
}
