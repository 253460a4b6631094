/// The quality control item of the EBU that a check answers.
///
/// Source: EBU QC (Tech 3363) and its catalogue of items; the letter behind the number says which
/// layer the item looks at.
public struct EBUItem: Hashable, Sendable, Codable {
    /// What an item looks at.
    public enum Layer: String, Hashable, Sendable, Codable {
        /// What the file's headers say.
        case wrapper
        /// The coded picture or sound.
        case bitstream
        /// The decoded picture or sound.
        case baseband
        /// Several of these, held against each other.
        case crossCheck = "cross-check"
    }

    /// The item's number and letter, such as `0040W`; `nil` for a check that has no item.
    public let id: String?
    /// The item's name, or the check's where it has no item.
    public let name: String
    /// What it looks at.
    public let layer: Layer

    init(_ id: String?, _ name: String, _ layer: Layer) {
        self.id = id
        self.name = name
        self.layer = layer
    }
}

extension CheckCode {
    /// The item that the check answers; `nil` for codes of your own.
    public var ebuItem: EBUItem? { Self.ebuItems[rawValue] }

    private static let ebuItems: [String: EBUItem] = [
        "container.conformance": EBUItem("0106W", "Wrapper Conformance", .wrapper),
        "container.completeness": EBUItem(nil, "Index Within File", .crossCheck),
        "container.encryption": EBUItem(nil, "Encryption", .wrapper),
        "container.playoutDuration": EBUItem("0115W", "Playout Duration", .wrapper),
        "container.packets": EBUItem("0081X", "Video Frame Count", .crossCheck),
        "video.presence": EBUItem(nil, "Video Track Presence", .wrapper),
        "video.codec": EBUItem("0105F", "Video Codec", .bitstream),
        "video.duration": EBUItem("0040W", "Video Duration", .wrapper),
        "video.displayFrameSize": EBUItem("0043W", "Display Frame Size", .wrapper),
        "video.displayAspectRatio": EBUItem("0069W", "Display Aspect Ratio", .wrapper),
        "video.frameRate": EBUItem("0042W", "Video Frame Rate", .wrapper),
        "video.frameCount": EBUItem("0082W", "Video Frame Count", .wrapper),
        "video.storedFrameSize": EBUItem("0070X", "Stored Frame Size", .crossCheck),
        "video.frameTiming": EBUItem(nil, "Frame Timing", .wrapper),
        "video.unitSyntax": EBUItem(nil, "Video Unit Carriage", .bitstream),
        "video.codingSyntax": EBUItem(nil, "Video Coding Syntax", .bitstream),
        "video.blackFrames": EBUItem("0272B", "Black Frames Report", .baseband),
        "video.constantColour": EBUItem("0016B", "Constant Colour Frames", .baseband),
        "video.freeze": EBUItem("0044B", "Video Freeze", .baseband),
        "video.noise": EBUItem(nil, "Picture Noise", .baseband),
        "video.blackBars": EBUItem("0015B", "Black Bars", .baseband),
        "video.cuts": EBUItem(nil, "Scene Cuts", .baseband),
        "audio.presence": EBUItem("0164W", "Audio Channels per Track", .wrapper),
        "audio.blockTiming": EBUItem(nil, "Audio Block Timing", .wrapper),
        "audio.unitSyntax": EBUItem(nil, "Audio Block Carriage", .bitstream),
        "audio.codingSyntax": EBUItem(nil, "Audio Coding Syntax", .bitstream),
        "audio.silence": EBUItem("0078B", "Audio Silence", .baseband),
        "audio.clipping": EBUItem("0005B", "Audio Digital Clipping", .baseband),
        "audio.loudness": EBUItem("0010B", "Loudness", .baseband),
        "av.lengthDifference": EBUItem("0009X", "Audio Duration", .crossCheck),
        "av.startOffset": EBUItem(nil, "Audio Start Offset", .crossCheck),
    ]
}
