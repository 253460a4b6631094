import DailiesBitstream
import DailiesMedia
public import DailiesMediaTime

/// What joining needs to know of one clip, read from its index and its packets.
public struct Clip: Hashable, Sendable {
    /// Where the clip lies.
    public let path: String
    /// Frames of its picture that are shown.
    public let frameCount: Int
    /// Its constant rate; `nil` where it varies.
    public let frameRate: FrameRate?
    /// How long the picture lasts.
    public let duration: MediaTime
    /// Its sound; `nil` where it has none.
    public let sound: Sound?

    let picture: Picture
    /// When the first frame is shown, on the file's own rateConversion: sound is placed against it.
    let pictureStart: MediaTime
    /// How many bytes the picture's packets have.
    let pictureBytes: Int
    /// What copying its packets needs; `nil` where they can't stand in any film.
    let packets: Packets?
    /// Why its packets can't stand in any film.
    let obstacles: [Obstacle]

    /// The clip's sound.
    public struct Sound: Hashable, Sendable {
        /// Samples in one second.
        public let sampleRate: Int
        /// How many channels.
        public let channels: Int
    }

    /// How its picture is stored and seen.
    struct Picture: Hashable, Sendable {
        let codec: String
        let format: PictureFormat
        /// How far it must be turned clockwise to be seen upright.
        let rotation: Int
        let isProgressive: Bool
    }

    /// The packets of a picture that can be copied: H.264 at a constant rate.
    struct Packets: Hashable, Sendable {
        let stream: StreamInfo
        let configuration: AVCConfiguration
        /// The first frame's time in the picture's own time base.
        let firstPresentation: Int64
        /// Units of the picture's time base in one frame.
        let unitsPerFrame: Int64
        let order: DecodingOrder
        /// What x264 noted of its options; `nil` where another encoder made it.
        let encoderNote: [String: String]?
    }

    /// What stands in the way of copying, whatever the other clips are.
    struct Obstacle: Hashable, Sendable {
        let field: String
        let expected: String
        let found: String
    }

    /// What clips have in common that can share a track as they are.
    struct Kind: Hashable {
        let picture: Picture
        let frameRate: FrameRate?
        let configuration: AVCConfiguration?
    }

    var kind: Kind {
        Kind(picture: picture, frameRate: frameRate, configuration: packets?.configuration)
    }
}
