import Glibc

/// Why a file could not be measured.
public struct MeasurementError: Error, Hashable, Sendable {
    /// The kind of problem, for programs; stable across versions.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The word as it appears in JSON.
        public let rawValue: String
        /// Makes a code from its word.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The file doesn't exist or can't be read: nothing is known about its content.
        public static let unreadable = Code(rawValue: "unreadable")
        /// The deadline passed, or the caller stopped the work: nothing is known about the content.
        public static let stopped = Code(rawValue: "stopped")
        /// The file is empty.
        public static let empty = Code(rawValue: "empty")
        /// The file isn't a video.
        public static let notMedia = Code(rawValue: "not-media")
        /// The index is missing: the end of the file is lost.
        public static let truncated = Code(rawValue: "truncated")
        /// The file looks like a video, but its index can't be read.
        public static let damaged = Code(rawValue: "damaged")
    }

    /// The kind of problem.
    public let code: Code
    /// What was found, as a clause whose subject is the file ("it …").
    public let message: String

    init(code: Code, message: String) {
        self.code = code
        self.message = message
    }

    /// The system reports an error number for a read of the file.
    init(reading number: Int32) {
        self.init(
            code: .unreadable, message: "it can't be read: \(String(cString: strerror(number)))")
    }

    /// The message as a full sentence.
    var sentence: String { message.prefix(1).uppercased() + message.dropFirst() + "." }

    /// Whether the error is about the file's content, rather than about our access to it.
    var isAboutContent: Bool { code != .unreadable && code != .stopped }
}
