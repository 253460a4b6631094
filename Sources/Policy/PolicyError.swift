/// A policy document that could not be read.
///
/// It is about the document alone: what a file is judged to be never throws.
public struct PolicyError: Error, Hashable, Sendable {
    /// Where it was found; `nil` where the whole document is meant.
    public let line: Int?
    /// What was found and what was expected, as a sentence without its full stop.
    public let message: String

    init(line: Int? = nil, _ message: String) {
        self.line = line
        self.message = message
    }
}

extension PolicyError: CustomStringConvertible {
    /// The line and the message, such as `line 3: the operator "≈" isn't known; …`.
    public var description: String { line.map { "line \($0): \(message)" } ?? message }
}
