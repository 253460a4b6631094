public import DailiesMediaTime

/// What a user may choose about a film; the defaults suit most films.
public struct AssemblySettings: Hashable, Sendable {
    /// The film's frame size; `nil` for that of the clips with most bytes.
    public var frameSize: FrameSize?
    /// The film's constant frame rate; `nil` for that of the clips with most bytes.
    public var frameRate: FrameRate?
    /// How a clip with another aspect ratio is fitted into the frame.
    public var fit = Fit.pad
    /// The quality of encoded pictures, as x264's rate factor (CRF): lower is better.
    ///
    /// At 17 moving pictures can't be told from the source.
    public var rateFactor = 17.0
    /// Whether the film has sound.
    public var hasSound = true
    /// Number of frames by which each clip dissolves into the next; 0 is a hard cut.
    public var dissolve = 0
    /// The clips, counted from 0, that begin with a hard cut even if `dissolve` is set, such as later
    /// parts of one shot.
    public var hardCuts: Set<Int> = []
    /// A visible label on the film's first seconds, which are encoded for it; `nil` for none.
    public var label: FilmLabel?
    /// The film's target loudness in LUFS (EBU R 128); `nil` leaves the loudness unchanged.
    public var loudness: Double?
    /// The maximum true peak in dBTP if `loudness` is set.
    ///
    /// Source: EBU R 128 (2020), −1 dBTP.
    public var peakCeiling = -1.0
    /// Music or narration under the whole film.
    public var bed: SoundBed?

    /// Makes settings for hard cuts and the clips' most common format.
    public init() {}

    /// The number of frames by which a clip and the one before it dissolve; 0 for a hard cut.
    func dissolve(into clip: Int) -> Int {
        clip == 0 || hardCuts.contains(clip) ? 0 : dissolve
    }

    /// Whether pictures are changed of clips whose format needs no change.
    var changesPictures: Bool { dissolve > 0 || label != nil }

    /// Whether the film's sound is that of its clips, one after the other.
    public var copiesSound: Bool { hasSound && dissolve == 0 && loudness == nil && bed == nil }

    /// Whether a film can have this frame rate: 1…240 frames per second.
    public static func allows(_ rate: FrameRate) -> Bool {
        (1...240).contains(rate.framesPerSecond)
    }

    /// Whether H.264 with subsampled colours (4:2:0) can have this frame size: both sides even,
    /// and 16…16384.
    public static func allows(_ size: FrameSize) -> Bool {
        [size.width, size.height].allSatisfy { (16...16_384).contains($0) && $0 % 2 == 0 }
    }

    /// How a picture with another aspect ratio is fitted into the film's frame.
    public enum Fit: String, Hashable, Sendable, CaseIterable {
        /// The whole picture is visible, with black bars beside or above it.
        case pad
        /// The whole picture is visible, in front of a blurred enlargement of itself.
        case blur
        /// The picture fills the frame, and the rest is cropped.
        case crop
    }
}

/// Sound that plays under the whole film.
public struct SoundBed: Hashable, Sendable {
    /// The path of a file with sound: MP3, WAV, FLAC, M4A, MP4, MOV, Ogg, AIFF or Matroska.
    public let path: String
    /// Its gain in dB.
    public var level = -12.0
    /// How much quieter it becomes under the clips' own sound, in dB; 0 for no ducking.
    public var ducking = 9.0
    /// Whether it is repeated until the film ends.
    public var loops = false

    /// Makes a bed from a file's sound.
    public init(path: String) { self.path = path }

    /// How long its sound lasts.
    ///
    /// - Throws: `AssemblyError.unusableClip` if the file can't be read or has no sound.
    package func soundDuration() throws(AssemblyError) -> MediaTime {
        try ClipReader.soundDuration(of: path)
    }
}
