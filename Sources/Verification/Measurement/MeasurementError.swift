/// A file that could not be measured: why, in words for people.
public struct MeasurementError: Error, Hashable, Sendable {
    /// What kind of trouble it is, for programs; stable across versions.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The word as it appears in JSON.
        public let rawValue: String
        /// Makes a code from its word.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// There is no such file, or it may not be read: nothing is known of its content.
        public static let unreadable = Code(rawValue: "unreadable")
        /// The deadline passed, or the work was told to stop: nothing is known of the content.
        public static let stopped = Code(rawValue: "stopped")
        /// The file is empty.
        public static let empty = Code(rawValue: "empty")
        /// The file is something else than a film.
        public static let notMedia = Code(rawValue: "not-media")
        /// The film's index is missing: the end of the file was lost.
        public static let truncated = Code(rawValue: "truncated")
        /// The file looks like a film, but its index can't be read.
        public static let damaged = Code(rawValue: "damaged")
    }

    /// What kind of trouble it is.
    public let code: Code
    /// What was found, as the rest of a sentence about "it", the file.
    public let message: String

    /// The message as a sentence that stands by itself.
    var sentence: String { message.prefix(1).uppercased() + message.dropFirst() + "." }

    /// Whether it says something of the file itself, rather than of our access to it.
    public var isAboutContent: Bool { code != .unreadable && code != .stopped }
}
