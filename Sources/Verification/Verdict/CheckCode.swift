/// The stable name of a check, in the terms of the EBU's quality control items.
///
/// Source: EBU QC (Tech 3363); `ebuItem` says which item each one answers.
public struct CheckCode: RawRepresentable, Hashable, Sendable, Codable {
    /// The name as it appears in JSON.
    public let rawValue: String
    /// Makes a code from its name.
    public init(rawValue: String) { self.rawValue = rawValue }

    // MARK: The container

    /// The file can be opened as a film (0106W).
    public static let conformance = CheckCode(rawValue: "container.conformance")
    /// Every sample that the index lists lies inside the file.
    public static let completeness = CheckCode(rawValue: "container.completeness")
    /// Nothing in the film is encrypted.
    public static let encryption = CheckCode(rawValue: "container.encryption")
    /// The movie is as long as its longest track (0115W).
    public static let playoutDuration = CheckCode(rawValue: "container.playoutDuration")
    /// Every packet can be read and as many are there as the index lists (0081X).
    public static let packets = CheckCode(rawValue: "container.packets")

    // MARK: The picture

    /// There is a picture.
    public static let videoPresence = CheckCode(rawValue: "video.presence")
    /// The picture is coded in a way that players know (0105F).
    public static let videoCodec = CheckCode(rawValue: "video.codec")
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
    /// The size in the sample entry is the one the bitstream codes (0070X).
    public static let storedFrameSize = CheckCode(rawValue: "video.storedFrameSize")
    /// The pictures are shown at the header's rate, one as long as the other.
    public static let frameTiming = CheckCode(rawValue: "video.frameTiming")
    /// The NAL units of every packet are whole, seen without decoding.
    public static let unitSyntax = CheckCode(rawValue: "video.unitSyntax")
    /// Every frame decodes without a fault.
    public static let codingSyntax = CheckCode(rawValue: "video.codingSyntax")

    // MARK: The sound

    /// There is sound, or there is none, as was asked (0164W).
    public static let audioPresence = CheckCode(rawValue: "audio.presence")
    /// The blocks of sound follow each other without a gap.
    public static let audioTiming = CheckCode(rawValue: "audio.blockTiming")
    /// The blocks of AAC sound begin and end as such blocks do, seen without decoding.
    public static let audioUnitSyntax = CheckCode(rawValue: "audio.unitSyntax")
    /// Every block of sound decodes without a fault.
    public static let audioCodingSyntax = CheckCode(rawValue: "audio.codingSyntax")
    /// The sound can be heard, on every channel (0078B).
    public static let audioSilence = CheckCode(rawValue: "audio.silence")
    /// The sound was not cut off at its loudest (0005B).
    public static let audioClipping = CheckCode(rawValue: "audio.clipping")

    // MARK: Both together

    /// Sound and picture last equally long.
    public static let lengthDifference = CheckCode(rawValue: "av.lengthDifference")
    /// Sound and picture start together.
    public static let startOffset = CheckCode(rawValue: "av.startOffset")
}
