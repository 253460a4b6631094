public import DailiesMediaTime

/// What a file must be; what isn't set isn't asked.
public struct Expectation: Hashable, Sendable {
    /// How long the picture is to last.
    public var duration: MediaTime?
    /// The size at which the picture is to be shown, in pixels.
    public var frameSize: FrameSize?
    /// Width times height at the least, where the exact size isn't known before.
    public var minimumPixels: Int?
    /// The shape in which the picture is to be shown.
    public var aspectRatio: AspectRatio?
    /// The picture's frames per second.
    public var frameRate: FrameRate?
    /// Whether there is to be sound.
    public var audio: AudioPresence
    /// When the picture is to cut from one scene to the next, such as where one prompt of several
    /// ends; looked at by inspections only.
    public var cuts: [MediaTime]

    /// Whether a file is to have sound.
    public enum AudioPresence: String, Hashable, Sendable, CaseIterable {
        /// A file without sound fails.
        case present
        /// A file with sound fails.
        case absent
        /// Both are right.
        case any
    }

    /// Makes an expectation; every argument left out is not asked.
    public init(
        duration: MediaTime? = nil,
        frameSize: FrameSize? = nil,
        minimumPixels: Int? = nil,
        aspectRatio: AspectRatio? = nil,
        frameRate: FrameRate? = nil,
        audio: AudioPresence = .any,
        cuts: [MediaTime] = []
    ) {
        self.duration = duration
        self.frameSize = frameSize
        self.minimumPixels = minimumPixels
        self.aspectRatio = aspectRatio
        self.frameRate = frameRate
        self.audio = audio
        self.cuts = cuts
    }
}
