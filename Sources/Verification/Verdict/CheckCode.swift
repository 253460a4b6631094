/// The stable name of a check, in the terms of the EBU's quality control items.
///
/// Source: EBU QC (Tech 3363); each code is declared together with the item that it answers.
public struct CheckCode: RawRepresentable, Sendable, Codable {
    /// The name as it appears in JSON.
    public let rawValue: String
    /// The EBU item that the check answers; `nil` for codes of your own.
    public let ebuItem: EBUItem?

    /// Makes a code from its name; a name of ours gets its EBU item.
    public init(rawValue: String) {
        self.rawValue = rawValue
        ebuItem = Self.itemsByName[rawValue]
    }

    private init(_ rawValue: String, _ item: EBUItem) {
        self.rawValue = rawValue
        ebuItem = item
    }

    // MARK: The container

    /// The file can be opened as a video.
    public static let conformance = CheckCode(
        "container.conformance", EBUItem("0106W", "Wrapper Conformance", .wrapper))
    /// Every sample in the index lies inside the file.
    public static let completeness = CheckCode(
        "container.completeness", EBUItem(nil, "Index Within File", .crossCheck))
    /// Nothing in the file is encrypted.
    public static let encryption = CheckCode(
        "container.encryption", EBUItem(nil, "Encryption", .wrapper))
    /// The movie's duration equals that of its longest track.
    public static let playoutDuration = CheckCode(
        "container.playoutDuration", EBUItem("0115W", "Playout Duration", .wrapper))
    /// Every packet can be read, and there are as many as the index lists.
    public static let packets = CheckCode(
        "container.packets", EBUItem("0081X", "Video Frame Count", .crossCheck))

    /// The tables of the index describe the same number of samples.
    public static let sampleCounts = CheckCode(
        "container.sampleCounts", EBUItem(nil, "Sample Table Counts", .crossCheck))
    /// No fragment of a fragmented file covers a time that an earlier one covers.
    public static let fragments = CheckCode(
        "container.fragments", EBUItem(nil, "Fragment Times", .wrapper))

    /// The index of a Matroska or WebM file lists places of its clusters.
    public static let cues = CheckCode(
        "container.cues", EBUItem(nil, "Index Places", .wrapper))
    /// The description of a Matroska file has the checksums that were stored with it.
    public static let headerChecksums = CheckCode(
        "container.headerChecksums", EBUItem(nil, "Header Checksums", .wrapper))
    /// The frames of a Matroska file have the checksums that were stored with them.
    public static let frameChecksums = CheckCode(
        "container.frameChecksums", EBUItem(nil, "Frame Checksums", .wrapper))

    /// Players find the tracks and know how to decode them.
    public static let tracks = CheckCode(
        "container.tracks", EBUItem(nil, "Track State", .wrapper))

    // MARK: Marks that say how the file came into being

    /// The file's XMP says how it came into being, or there is none.
    public static let xmpDisclosure = CheckCode(
        "disclosure.xmp", EBUItem(nil, "Digital Source Type", .wrapper))
    /// The file carries a C2PA manifest, or there is none.
    public static let manifestDisclosure = CheckCode(
        "disclosure.c2pa", EBUItem(nil, "C2PA Manifest", .wrapper))

    // MARK: The picture

    /// There is a video track.
    public static let videoPresence = CheckCode(
        "video.presence", EBUItem(nil, "Video Track Presence", .wrapper))
    /// The video codec is one that players support.
    public static let videoCodec = CheckCode(
        "video.codec", EBUItem("0105F", "Video Codec", .bitstream))
    /// The duration of the picture.
    public static let videoDuration = CheckCode(
        "video.duration", EBUItem("0040W", "Video Duration", .wrapper))
    /// The displayed size.
    public static let displayFrameSize = CheckCode(
        "video.displayFrameSize", EBUItem("0043W", "Display Frame Size", .wrapper))
    /// The displayed aspect ratio.
    public static let displayAspectRatio = CheckCode(
        "video.displayAspectRatio", EBUItem("0069W", "Display Aspect Ratio", .wrapper))
    /// Frames per second.
    public static let frameRate = CheckCode(
        "video.frameRate", EBUItem("0042W", "Video Frame Rate", .wrapper))
    /// The number of displayed frames.
    public static let frameCount = CheckCode(
        "video.frameCount", EBUItem("0082W", "Video Frame Count", .wrapper))
    /// The size in the sample entry equals the size in the bitstream.
    public static let storedFrameSize = CheckCode(
        "video.storedFrameSize", EBUItem("0070X", "Stored Frame Size", .crossCheck))
    /// The pictures are shown at the header's rate, each for the same time.
    public static let frameTiming = CheckCode(
        "video.frameTiming", EBUItem(nil, "Frame Timing", .wrapper))
    /// The NAL units of every packet are intact; checked without decoding.
    public static let unitSyntax = CheckCode(
        "video.unitSyntax", EBUItem(nil, "Video Unit Carriage", .bitstream))
    /// Every picture decodes without an error.
    public static let codingSyntax = CheckCode(
        "video.codingSyntax", EBUItem(nil, "Video Coding Syntax", .bitstream))

    /// Players show the picture as it is decoded: neither upside down nor mirrored.
    public static let orientation = CheckCode(
        "video.orientation", EBUItem(nil, "Picture Orientation", .wrapper))

    // MARK: The sound

    /// There is sound, or there is none, as expected.
    public static let audioPresence = CheckCode(
        "audio.presence", EBUItem("0164W", "Audio Channels per Track", .wrapper))
    /// The audio packets follow each other without a gap.
    public static let audioTiming = CheckCode(
        "audio.blockTiming", EBUItem(nil, "Audio Block Timing", .wrapper))
    /// AAC packets begin and end as the standard requires; checked without decoding.
    public static let audioUnitSyntax = CheckCode(
        "audio.unitSyntax", EBUItem(nil, "Audio Block Carriage", .bitstream))
    /// The sound decodes without an error.
    public static let audioCodingSyntax = CheckCode(
        "audio.codingSyntax", EBUItem(nil, "Audio Coding Syntax", .bitstream))
    /// The sound can be heard, on every channel.
    public static let audioSilence = CheckCode(
        "audio.silence", EBUItem("0078B", "Audio Silence", .baseband))
    /// The sound isn't clipped.
    public static let audioClipping = CheckCode(
        "audio.clipping", EBUItem("0005B", "Audio Digital Clipping", .baseband))

    /// The pictures' times rise in the order in which they are decoded for display.
    public static let pictureOrder = CheckCode(
        "video.pictureOrder", EBUItem(nil, "Picture Order", .crossCheck))
    /// As much sound is decoded as the track is long.
    public static let audioLength = CheckCode(
        "audio.length", EBUItem(nil, "Decoded Audio Length", .crossCheck))

    /// The edit list plays the sound from its beginning.
    public static let audioEditList = CheckCode(
        "audio.editList", EBUItem(nil, "Sound Edit List", .wrapper))

    /// Whether the sound is switched off for some time.
    public static let audioDropout = CheckCode(
        "audio.dropout", EBUItem("0008B", "Audio Dropouts", .baseband))

    /// Whether single samples stand out of the sound.
    public static let audioClicks = CheckCode(
        "audio.clicks", EBUItem("0057B", "Audio Clicks", .baseband))

    /// Whether digital silence comes before sound that begins at once, as if it was moved.
    public static let lateSound = CheckCode(
        "audio.lateSound", EBUItem(nil, "Padded Sound", .baseband))

    /// How long the sound is silent at its beginning and end, which is only reported.
    public static let deadAir = CheckCode(
        "audio.deadAir", EBUItem(nil, "Silence at the Ends", .baseband))

    // MARK: Sound and picture together

    /// Sound and picture have the same length.
    public static let lengthDifference = CheckCode(
        "av.lengthDifference", EBUItem("0009X", "Audio Duration", .crossCheck))
    /// Sound and picture start together.
    public static let startOffset = CheckCode(
        "av.startOffset", EBUItem(nil, "Audio Start Offset", .crossCheck))

    /// Picture and sound begin at the beginning.
    public static let lateStart = CheckCode(
        "av.lateStart", EBUItem(nil, "Late Start", .wrapper))

    // MARK: Content of picture and sound, checked by inspections

    /// Whether the picture is black for some time.
    public static let blackFrames = CheckCode(
        "video.blackFrames", EBUItem("0272B", "Black Frames Report", .baseband))
    /// Whether the picture is one colour other than black for some time.
    public static let constantColour = CheckCode(
        "video.constantColour", EBUItem("0016B", "Constant Colour Frames", .baseband))
    /// Whether the picture is frozen for some time.
    public static let freeze = CheckCode(
        "video.freeze", EBUItem("0044B", "Video Freeze", .baseband))
    /// Whether single pictures differ from those around them.
    public static let oddFrames = CheckCode(
        "video.oddFrames", EBUItem(nil, "Odd Frames", .baseband))
    /// Whether pictures repeat the one before.
    public static let repeatedFrames = CheckCode(
        "video.repeatedFrames", EBUItem(nil, "Repeated Frames", .baseband))
    /// Whether a part of the picture becomes one colour.
    public static let patch = CheckCode(
        "video.patch", EBUItem(nil, "Constant Colour Patch", .baseband))
    /// Whether pictures of something else come in between.
    public static let foreignPictures = CheckCode(
        "video.foreignPictures", EBUItem(nil, "Foreign Pictures", .baseband))
    /// Whether the picture cuts where no cut is expected.
    public static let innerCuts = CheckCode(
        "video.innerCuts", EBUItem(nil, "Cuts Within a Shot", .baseband))
    /// Whether the first picture shows the picture that was asked for.
    public static let startPicture = CheckCode(
        "video.startPicture", EBUItem(nil, "Start Picture", .baseband))
    /// Whether the last picture shows the picture that was asked for.
    public static let endPicture = CheckCode(
        "video.endPicture", EBUItem(nil, "End Picture", .baseband))
    /// Whether the first picture follows the last one of the clip before it without a jump.
    public static let seamContinuity = CheckCode(
        "video.seamContinuity", EBUItem(nil, "Seam Continuity", .baseband))
    /// How much the picture moves, which is only reported.
    public static let motion = CheckCode(
        "video.motion", EBUItem(nil, "Motion Report", .baseband))
    /// Whether the brightness flickers.
    public static let flicker = CheckCode(
        "video.flicker", EBUItem(nil, "Luma Flicker", .baseband))
    /// Whether the picture stands still at its beginning or end.
    public static let frozenEnds = CheckCode(
        "video.frozenEnds", EBUItem(nil, "Frozen Head or Tail", .baseband))
    /// Whether the picture flashes so often that it can provoke seizures.
    public static let flashes = CheckCode(
        "video.flashes", EBUItem("0021B", "Photosensitive Epilepsy", .baseband))
    /// Whether the picture is noise, in which no pixel resembles its neighbour.
    public static let noise = CheckCode(
        "video.noise", EBUItem(nil, "Picture Noise", .baseband))
    /// Whether the picture has black bars around it.
    public static let blackBars = CheckCode(
        "video.blackBars", EBUItem("0015B", "Black Bars", .baseband))
    /// Whether the picture cuts where it is expected to.
    public static let cuts = CheckCode(
        "video.cuts", EBUItem(nil, "Scene Cuts", .baseband))
    /// The loudness of the sound; also covers EBU item 0084B.
    public static let loudness = CheckCode(
        "audio.loudness", EBUItem("0010B", "Loudness", .baseband))

    // MARK: What the provider says about the file

    /// The displayed size is the one that the provider reports.
    public static let claimedFrameSize = CheckCode(
        "claim.frameSize", EBUItem(nil, "Claimed Frame Size", .wrapper))
    /// The picture lasts as long as the provider reports.
    public static let claimedDuration = CheckCode(
        "claim.duration", EBUItem(nil, "Claimed Duration", .wrapper))
    /// The file has as many bytes as the provider reports.
    public static let claimedBytes = CheckCode(
        "claim.bytes", EBUItem(nil, "Claimed File Length", .wrapper))
    /// The file has the media type that the provider reports.
    public static let claimedMediaType = CheckCode(
        "claim.mediaType", EBUItem(nil, "Claimed Media Type", .wrapper))
    /// The provider's content filter doesn't flag the picture.
    public static let contentFlag = CheckCode(
        "claim.contentFlag", EBUItem(nil, "Content Filter Flag", .baseband))

    /// Every code of this library's own checks.
    package static let all: [CheckCode] = [
        .conformance, .completeness, .encryption, .playoutDuration, .packets, .sampleCounts,
        .fragments, .cues, .headerChecksums, .frameChecksums, .tracks, .orientation, .audioEditList,
        .lateStart, .videoPresence,
        .videoCodec, .videoDuration, .displayFrameSize, .displayAspectRatio, .frameRate,
        .frameCount, .storedFrameSize, .frameTiming, .unitSyntax, .codingSyntax, .pictureOrder,
        .audioLength, .audioPresence,
        .audioTiming, .audioUnitSyntax, .audioCodingSyntax, .audioSilence, .audioClipping,
        .audioDropout, .lateSound, .deadAir, .audioClicks, .innerCuts, .startPicture, .endPicture,
        .seamContinuity, .motion, .oddFrames, .repeatedFrames, .patch, .foreignPictures, .flicker,
        .frozenEnds, .flashes,
        .lengthDifference, .startOffset, .blackFrames, .constantColour, .freeze, .noise, .blackBars,
        .cuts, .loudness, .claimedFrameSize, .claimedDuration, .claimedBytes, .claimedMediaType,
        .contentFlag, .xmpDisclosure, .manifestDisclosure,
    ]

    private static let itemsByName: [String: EBUItem] = Dictionary(
        uniqueKeysWithValues: all.compactMap { code in
            code.ebuItem.map { (code.rawValue, $0) }
        })
}

extension CheckCode: Hashable {
    /// Codes are equal if their names are.
    public static func == (one: CheckCode, other: CheckCode) -> Bool {
        one.rawValue == other.rawValue
    }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

extension CheckCode: CustomStringConvertible {
    /// The name as it appears in JSON, such as `video.duration`.
    public var description: String { rawValue }
}
