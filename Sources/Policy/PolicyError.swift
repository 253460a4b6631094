/// A policy document that couldn't be parsed.
///
/// Only parsing throws; the evaluation of a policy never does.
public struct PolicyError: Error, Hashable, Sendable {
    /// The line of the fault; `nil` if it concerns the whole document.
    public let line: Int?
    /// What was found and what was expected, as a sentence without a full stop.
    public let message: String

    init(line: Int? = nil, _ message: String) {
        self.line = line
        self.message = message
    }
}

extension PolicyError: CustomStringConvertible {
    /// The line and the message, such as `line 3: the operator "≈" is unknown; …`.
    public var description: String { line.map { "line \($0): \(message)" } ?? message }
}
