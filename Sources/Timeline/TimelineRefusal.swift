/// A timeline that a format can't express.
public struct TimelineRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// The format's name.
    public let format: String
    /// What it can't express, and what to do instead.
    public let reason: String

    /// The refusal as one sentence.
    public var description: String { "no \(format): \(reason)" }
}
