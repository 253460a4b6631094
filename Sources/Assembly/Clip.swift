import DailiesBitstream
public import DailiesMediaTime

/// What joining needs to know of one clip, read from its index and its packets.
public struct Clip: Hashable, Sendable {
    /// Where the clip lies.
    public let path: String
    /// Frames of its picture.
    public let frameCount: Int
    /// Its constant rate.
    public let frameRate: FrameRate
    /// Its sound; `nil` where it has none.
    public let sound: Sound?

    /// The first frame's time in the picture's own time base.
    let firstPresentation: Int64
    /// The same as a time, against which the sound is placed.
    let pictureStart: MediaTime
    /// Units of the picture's time base in one frame.
    let unitsPerFrame: Int64
    /// How many frames decoding runs ahead of showing.
    let reorderDepth: Int
    let picture: Picture
    /// How many bytes the picture's packets have.
    let pictureBytes: Int

    /// How long the picture lasts; the sound is cut or filled to it.
    public var duration: MediaTime { frameRate.duration(frames: frameCount) }

    /// The clip's sound.
    public struct Sound: Hashable, Sendable {
        /// Samples in one second.
        public let sampleRate: Int
        /// How many channels.
        public let channels: Int
    }

    /// What must be equal for two pictures to share one track.
    struct Picture: Hashable, Sendable {
        let width: Int
        let height: Int
        let pixelShape: String
        let rotation: Int
        /// The decoder configuration.
        let configuration: AVCConfiguration
    }

    /// What clips have in common that can share a track as they are.
    struct Kind: Hashable {
        let picture: Picture
        let frameRate: FrameRate
    }

    var kind: Kind { Kind(picture: picture, frameRate: frameRate) }
}
