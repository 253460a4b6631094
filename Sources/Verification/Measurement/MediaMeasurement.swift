public import DailiesMediaTime

/// What a file is, as its header and its index say it; nothing is decoded for it.
public struct MediaMeasurement: Hashable, Sendable {
    /// The path that was measured.
    public let file: String
    /// The container: `mp4`, or `mov` for QuickTime files.
    public let container: String
    /// The file's length in bytes.
    public let bytes: Int64
    /// The whole movie's length as the container claims it.
    public let duration: MediaTime?
    /// Whether every sample that the index lists lies inside the file.
    public let complete: Bool
    /// Whether the index stands in front of the media, so that playing can start at once.
    public let faststart: Bool
    /// The picture; `nil` where the file has none.
    public let video: Video?
    /// The sound; `nil` where the file has none.
    public let audio: Audio?
    /// Whether the film is written in fragments, so that the header doesn't list all of it.
    let isFragmented: Bool
    /// Whether picture or sound is encrypted.
    public let isEncrypted: Bool
    /// How many tracks hold a moving picture.
    public let videoTracks: Int
    /// How many tracks hold sound.
    public let audioTracks: Int
    /// When the track ends that ends last, of whatever kind.
    let longestTrack: MediaTime?
    /// Where the media stops in a file that isn't complete.
    public let damage: Damage?

    /// The picture's track.
    public struct Video: Hashable, Sendable {
        /// libav's short name, such as `h264`.
        public let codec: String
        /// The codec's profile, such as `High`; `nil` where the header doesn't say.
        public let profile: String?
        /// Stored pixels across.
        public let width: Int
        /// Stored pixels down.
        public let height: Int
        /// Pixels across as shown: after the pixel's shape and the rotation.
        public let displayWidth: Int
        /// Pixels down as shown.
        public let displayHeight: Int
        /// How far the picture is turned clockwise to be shown: 0, 90, 180 or 270 degrees.
        public let rotation: Int
        /// The shape of a pixel, such as `1:1`.
        public let sampleAspectRatio: String
        /// The average rate over the whole track; `nil` where there is none.
        public let frameRate: FrameRate?
        /// Frames that are shown: those that the index lists, without what an edit list hides.
        public let frameCount: Int
        /// Frames that the index lists, shown or hidden.
        let listedFrames: Int
        /// How long the picture lasts.
        public let duration: MediaTime?
        /// When the first frame is shown.
        public let start: MediaTime
        /// libav's name for the pixel layout, such as `yuv420p`; `nil` where it isn't known.
        public let pixelFormat: String?

        /// The size that the bitstream itself codes; `nil` where the header doesn't hold it.
        public let codedSize: FrameSize?

        /// The size as shown.
        public var displaySize: FrameSize { FrameSize(width: displayWidth, height: displayHeight) }
    }

    /// The sound's track.
    public struct Audio: Hashable, Sendable {
        /// libav's short name, such as `aac`.
        public let codec: String
        /// Samples in one second.
        public let sampleRate: Int
        /// How many channels.
        public let channels: Int
        /// How long the sound lasts.
        public let duration: MediaTime?
        /// When the first sample is heard.
        public let start: MediaTime
    }

    /// How much of the media is missing.
    public struct Damage: Hashable, Sendable {
        /// Samples of the index that lie beyond the end of the file.
        public let samplesLost: Int
        /// When the first lost sample would have been decoded.
        public let stopsAt: MediaTime
    }
}
