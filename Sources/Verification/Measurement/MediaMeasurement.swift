public import DailiesDisclosure
public import DailiesMediaTime

/// What a file contains according to its header and index; nothing is decoded.
public struct MediaMeasurement: Hashable, Sendable {
    /// The path that was measured.
    public let file: String
    /// The container: `mp4`, `mov` for QuickTime files, `webm` or `matroska`.
    public let container: String
    /// The file's length in bytes.
    public let bytes: Int64
    /// The movie's duration as the container claims it.
    public let duration: MediaTime?
    /// Whether nothing is missing at the end of the file; `nil` if the file doesn't say where it ends,
    /// as a WebM file that was written while it was recorded.
    public let complete: Bool?
    /// Whether what players need comes before the media data, so that playback can start at once:
    /// the index, or the description of the tracks in Matroska and WebM files.
    public let faststart: Bool
    /// The video track; `nil` if there is none.
    public let video: Video?
    /// The audio track; `nil` if there is none.
    public let audio: Audio?
    /// Whether the file is fragmented, so that its header doesn't list all of it.
    let isFragmented: Bool
    /// Whether video or audio is encrypted.
    public let isEncrypted: Bool
    /// The number of video tracks; still pictures such as covers don't count.
    public let videoTracks: Int
    /// The number of audio tracks.
    public let audioTracks: Int
    /// The number of tracks that are neither picture nor sound, such as captions.
    let otherTracks: Int
    /// The end of the track that ends last, of any kind.
    let longestTrack: MediaTime?
    /// Where the media stops in an incomplete file.
    public let damage: Damage?
    /// By how many bytes the media is shorter than the file states although every sample is there;
    /// `nil` if it isn't.
    let missingBytes: Int64?
    /// The fragments of a fragmented file that cover a time once more; `nil` if there are none.
    let repeatedFragments: FragmentTimeline.Repeated?
    /// The structure of a Matroska or WebM file; `nil` for others.
    let elements: ElementStructure?
    /// The marks that say how the file came into being; `nil` for Matroska and WebM files, in which
    /// they aren't read, and in measurements of earlier versions.
    public let disclosure: DisclosureMarks?

    /// The video track.
    public struct Video: Hashable, Sendable {
        /// libav's short name, such as `h264`.
        public let codec: String
        /// The codec's profile, such as `High`; `nil` if the header doesn't say.
        public let profile: String?
        /// Stored width in pixels.
        public let width: Int
        /// Stored height in pixels.
        public let height: Int
        /// Displayed width in pixels, with the pixel aspect ratio and the rotation applied.
        public let displayWidth: Int
        /// Displayed height in pixels.
        public let displayHeight: Int
        /// The clockwise rotation for display: 0, 90, 180 or 270 degrees.
        public let rotation: Int
        /// The pixel aspect ratio, such as `1:1`.
        public let sampleAspectRatio: String
        /// The average rate over the whole track; `nil` if there is none.
        ///
        /// A last picture that is shown for another time than the others doesn't count.
        public let frameRate: FrameRate?
        /// Number of displayed frames: those in the index, without those hidden by an edit list.
        public let frameCount: Int
        /// Number of frames in the index, displayed or hidden.
        let listedFrames: Int
        /// How long the picture lasts.
        public let duration: MediaTime?
        /// When the first frame is displayed.
        public let start: MediaTime
        /// The unit of all times if they are rounded to it; `nil` if they are exact.
        let timeUnit: MediaTime?
        /// libav's name of the pixel format, such as `yuv420p`; `nil` if it isn't known.
        public let pixelFormat: String?

        /// The size coded in the bitstream; `nil` if the header doesn't hold it.
        public let codedSize: FrameSize?
        /// The track's state in the index; `nil` if it isn't known.
        let track: IndexedTrack?

        /// The displayed size.
        public var displaySize: FrameSize { FrameSize(width: displayWidth, height: displayHeight) }
    }

    /// The audio track.
    public struct Audio: Hashable, Sendable {
        /// libav's short name, such as `aac`.
        public let codec: String
        /// Samples per second.
        public let sampleRate: Int
        /// The number of channels.
        public let channels: Int
        /// How long the sound lasts.
        public let duration: MediaTime?
        /// When the first sample is played.
        public let start: MediaTime
        /// The track's state in the index; `nil` if it isn't known.
        let track: IndexedTrack?
    }

    /// How much of the media is missing.
    public struct Damage: Hashable, Sendable {
        /// Number of samples in the index that lie beyond the end of the file.
        public let samplesLost: Int
        /// The decoding time of the first lost sample.
        public let stopsAt: MediaTime
    }
}
