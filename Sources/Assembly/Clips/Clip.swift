import DailiesBitstream
import DailiesMedia
public import DailiesMediaTime

/// What is known about one clip from its index and its packets.
public struct Clip: Hashable, Sendable {
    /// The clip's path.
    public let path: String
    /// Number of displayed frames.
    public let frameCount: Int
    /// The constant frame rate; `nil` if it varies.
    public let frameRate: FrameRate?
    /// How long the picture lasts.
    public let duration: MediaTime
    /// The sound; `nil` if there is none.
    public let sound: Sound?

    let picture: Picture
    /// When the first frame is displayed, on the file's own timeline; sound is placed relative to
    /// it.
    let pictureStart: MediaTime
    /// Total size of the video packets.
    let pictureBytes: Int
    /// What is needed to copy the packets; `nil` if they can't be copied into any film.
    let packets: Packets?
    /// Why the packets can't be copied into any film.
    let obstacles: [Obstacle]

    /// The clip's sound.
    public struct Sound: Hashable, Sendable {
        /// Samples per second.
        public let sampleRate: Int
        /// The number of channels.
        public let channels: Int
    }

    /// How the picture is stored and displayed.
    struct Picture: Hashable, Sendable {
        let codec: String
        let format: PictureFormat
        /// The clockwise rotation for display, in degrees.
        let rotation: Int
        /// Whether it is mirrored top to bottom before it is rotated for display.
        let isMirrored: Bool
        let isProgressive: Bool
    }

    /// Video packets at a constant rate that can be copied.
    struct Packets: Hashable, Sendable {
        let stream: StreamInfo
        let coding: Coding
        /// The first frame's presentation time, in the track's time base.
        let firstPresentation: Int64
        let frameRate: FrameRate
        let order: DecodingOrder
        /// The options that x264 wrote into the stream; `nil` for other encoders.
        let encoderNote: [String: String]?

        /// Which frame has a presentation time: that whose time is nearest.
        func place(of time: Int64) -> Int {
            let sinceFirst = stream.timeBase.time(time - firstPresentation)
            let seconds = Int64(frameRate.denominator)
            return Int((sinceFirst.units(per: Int(frameRate.numerator)) + seconds / 2) / seconds)
        }
    }

    /// How packets are coded: what must be equal for them to be decoded in one track.
    struct Coding: Hashable, Sendable {
        /// libav's name of the codec.
        let codec: String
        /// The decoder configuration as stored.
        let header: [UInt8]
        /// The same, parsed; `nil` for codecs other than H.264.
        let h264: AVCConfiguration?

        /// The codecs that are copied, if all clips of a film have the same configuration.
        static let copiedCodecs: Set<String> = ["h264", "hevc", "av1", "vp9"]

        /// `nil` for a codec that isn't copied, and for packets as in transport streams.
        init?(_ stream: StreamInfo) {
            guard Self.copiedCodecs.contains(stream.codec) else { return nil }
            codec = stream.codec
            header = stream.configuration
            h264 = codec == "h264" ? AVCConfiguration(header) : nil
            if codec == "h264", h264 == nil { return nil }
            if codec == "hevc", HEVCConfiguration(header) == nil { return nil }
        }
    }

    /// A property that prevents copying, whatever the other clips are like.
    struct Obstacle: Hashable, Sendable {
        let field: String
        let expected: String
        let found: String
    }

    /// The properties that clips share if they can be copied into one track as they are.
    struct Kind: Hashable {
        let picture: Picture
        let frameRate: FrameRate?
        let coding: Coding?
    }

    var kind: Kind {
        Kind(picture: picture, frameRate: frameRate, coding: packets?.coding)
    }
}
