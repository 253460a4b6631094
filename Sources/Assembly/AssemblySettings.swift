public import DailiesMediaTime

/// What a person may choose of a film: everything has the value that most films want.
public struct AssemblySettings: Hashable, Sendable {
    /// The film's frame size; `nil` takes that of the clips that have most bytes.
    public var frameSize: FrameSize?
    /// The film's constant rate; `nil` takes that of the clips that have most bytes.
    public var frameRate: FrameRate?
    /// What happens to a picture of another shape.
    public var fit = Fit.pad
    /// The quality of pictures that are coded anew, as x264's rate factor: lower is better.
    ///
    /// 17 can't be told from the source in motion.
    public var rateFactor = 17.0
    /// Whether the film has sound.
    public var hasSound = true
    /// Frames by which each clip is faded into the next; 0 is a hard cut.
    public var dissolve = 0
    /// The loudness the whole film is brought to, in LUFS (EBU R 128); `nil` leaves it as it is.
    public var loudness: Double?
    /// What no peak may exceed when loudness is set, in dBTP.
    ///
    /// Source: EBU R 128 (2020), −1 dBTP.
    public var peakCeiling = -1.0
    /// Music or narration that runs under the whole film.
    public var bed: SoundBed?

    /// Makes the settings of a film of hard cuts in the format that most of it has.
    public init() {}

    /// Pixels across and down.
    public struct FrameSize: Hashable, Sendable {
        /// Pixels across, even.
        public let width: Int
        /// Pixels down, even.
        public let height: Int

        /// Makes a size; `nil` where H.264 with subsampled colours has none such.
        public init?(width: Int, height: Int) {
            guard (16...16_384).contains(width), (16...16_384).contains(height),
                width % 2 == 0, height % 2 == 0
            else { return nil }
            self.width = width
            self.height = height
        }
    }

    /// What happens to a picture of another shape than the film's.
    public enum Fit: String, Hashable, Sendable, CaseIterable {
        /// All of it is seen, with black beside or above it.
        case pad
        /// All of it is seen, before a blurred enlargement of itself.
        case blur
        /// It fills the frame, and what stands out is cut off.
        case crop
    }
}

/// Sound that runs under the whole film.
public struct SoundBed: Hashable, Sendable {
    /// An MP4, M4A or MOV file with sound.
    public let path: String
    /// How loud it is against what it was, in dB.
    public var level = -12.0
    /// How much quieter it becomes under the clips' own sound, in dB; 0 for not at all.
    public var ducking = 9.0

    /// Makes a bed of a file's sound.
    public init(path: String) { self.path = path }
}
