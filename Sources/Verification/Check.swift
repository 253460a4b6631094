public import DailiesMediaTime

/// The stable name of a check, in the terms of the EBU's quality control items.
///
/// Source: EBU QC (Tech 3363); `W` items read the wrapper, `B` items the decoded essence.
public struct CheckCode: RawRepresentable, Hashable, Sendable {
    /// The name as it appears in JSON.
    public let rawValue: String
    /// Makes a code from its name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The file can be opened as a film (0106W).
    public static let conformance = CheckCode(rawValue: "container.conformance")
    /// Every sample that the index lists lies inside the file.
    public static let completeness = CheckCode(rawValue: "container.completeness")
    /// There is a picture.
    public static let videoPresence = CheckCode(rawValue: "video.presence")
    /// How long the picture lasts (0040).
    public static let videoDuration = CheckCode(rawValue: "video.duration")
    /// The size as shown (0043W).
    public static let displayFrameSize = CheckCode(rawValue: "video.displayFrameSize")
    /// The shape as shown (0069W).
    public static let displayAspectRatio = CheckCode(rawValue: "video.displayAspectRatio")
    /// Frames per second (0042W).
    public static let frameRate = CheckCode(rawValue: "video.frameRate")
    /// How many frames are shown (0082W).
    public static let frameCount = CheckCode(rawValue: "video.frameCount")
    /// The pictures are shown at the header's rate, one as long as the other.
    public static let frameTiming = CheckCode(rawValue: "video.frameTiming")
    /// There is sound, or there is none, as was asked (0164W).
    public static let audioPresence = CheckCode(rawValue: "audio.presence")
    /// The sound can be heard, on every channel (0078B).
    public static let audioSilence = CheckCode(rawValue: "audio.silence")
    /// Sound and picture last equally long.
    public static let lengthDifference = CheckCode(rawValue: "av.lengthDifference")
    /// Sound and picture start together.
    public static let startOffset = CheckCode(rawValue: "av.startOffset")
    /// Every packet can be read and as many are there as the index lists (0081X).
    public static let packets = CheckCode(rawValue: "container.packets")
    /// The NAL units of every packet are whole, seen without decoding.
    public static let unitSyntax = CheckCode(rawValue: "video.unitSyntax")
    /// The size in the sample entry is the one the bitstream codes (0070X).
    public static let storedFrameSize = CheckCode(rawValue: "video.storedFrameSize")
    /// Every frame decodes without a fault.
    public static let codingSyntax = CheckCode(rawValue: "video.codingSyntax")
}

/// One question put to a file, and the answer.
public struct Check: Hashable, Sendable {
    /// Whether the question was really put.
    public enum Execution: String, Hashable, Sendable {
        /// It was put and answered.
        case done
        /// It could not be put: what it needs is missing. Never the same as passed.
        case skipped
        /// Something on our side failed.
        case errored
    }

    /// The answer.
    public enum Result: String, Hashable, Sendable {
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

    /// Makes the answer to a question that was put, also for rules of your own.
    public init(
        _ code: CheckCode,
        _ result: Result,
        expected: String? = nil,
        measured: String? = nil,
        tolerance: String? = nil,
        at: TimeRange? = nil,
        _ message: String
    ) {
        self.init(
            code, execution: .done, result: result, expected: expected, measured: measured,
            tolerance: tolerance, at: at, message: message)
    }

    private init(
        _ code: CheckCode,
        execution: Execution,
        result: Result?,
        expected: String? = nil,
        measured: String? = nil,
        tolerance: String? = nil,
        at: TimeRange? = nil,
        message: String
    ) {
        self.code = code
        self.execution = execution
        self.result = result
        self.expected = expected
        self.measured = measured
        self.tolerance = tolerance
        self.at = at
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
