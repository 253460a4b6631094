/// A track of a Matroska file as its header describes it (RFC 9559, 5.1.4).
package struct MatroskaTrack: Hashable, Sendable {
    /// The number by which blocks name the track.
    package let number: Int64
    /// What the track holds; `nil` for something else, such as buttons.
    package let kind: Kind?
    /// The codec, such as `V_VP9`.
    package let codec: String
    /// How long each frame lasts, in nanoseconds; `nil` if the header doesn't say.
    package let defaultDuration: Int64?
    /// How much later the frames are stored than they are played, in nanoseconds.
    package let codecDelay: Int64
    /// Whether the frames are encrypted.
    package let isEncrypted: Bool
    /// Whether the frames are stored in another form, such as compressed.
    let isEncoded: Bool

    /// What a track holds.
    package enum Kind: Int64, Sendable {
        case video = 1
        case audio = 2
        case subtitles = 17
        case metadata = 33
    }

    /// Reads a `TrackEntry`; `nil` without a number.
    init?(_ entry: ArraySlice<UInt8>) {
        var (number, kind, codec) = (Int64?.none, Kind?.none, "")
        var (defaultDuration, codecDelay) = (Int64?.none, Int64(0))
        var encodings: [Int64] = []
        for element in EBMLElements(entry) {
            switch element.id {
            case MatroskaID.trackNumber: number = element.content.unsigned
            case MatroskaID.trackType: kind = element.content.unsigned.flatMap(Kind.init)
            case MatroskaID.codec: codec = element.content.text
            case MatroskaID.defaultDuration: defaultDuration = element.content.unsigned
            case MatroskaID.codecDelay: codecDelay = element.content.unsigned ?? 0
            case MatroskaID.contentEncodings:
                for encoding in EBMLElements(element.content)
                where encoding.id == MatroskaID.contentEncoding {
                    let type = EBMLElements(encoding.content).first(MatroskaID.contentEncodingType)
                    encodings.append(type?.unsigned ?? 0)
                }
            default: break
            }
        }
        guard let number, number > 0 else { return nil }
        self.number = number
        self.kind = kind
        self.codec = codec
        // Longer than any frame; sums of larger values could overflow.
        self.defaultDuration = defaultDuration.flatMap { (1..<1 << 40).contains($0) ? $0 : nil }
        self.codecDelay = (0..<1 << 40).contains(codecDelay) ? codecDelay : 0
        isEncrypted = encodings.contains(1)
        isEncoded = !encodings.isEmpty
    }
}
