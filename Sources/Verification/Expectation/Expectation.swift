public import DailiesMediaTime

/// The properties that a file must have; a property that isn't set isn't checked.
public struct Expectation: Hashable, Sendable {
    /// How long the picture must last.
    public var duration: MediaTime?
    /// The displayed size, in pixels.
    public var frameSize: FrameSize?
    /// Minimum of width times height, for requests whose exact size isn't known beforehand.
    public var minimumPixels: Int?
    /// The displayed aspect ratio.
    public var aspectRatio: AspectRatio?
    /// The picture's frames per second.
    public var frameRate: FrameRate?
    /// Whether the file must have sound.
    public var audio: AudioPresence
    /// The times at which the picture must cut from one scene to the next, such as where one of
    /// several prompts ends.
    ///
    /// Only inspections check that they are there.
    public var cuts: [MediaTime]
    /// Whether the picture must be one shot: cuts within it, except at `cuts`, give a warning.
    public var isOneShot: Bool
    /// The picture that the first picture must show; only inspections compare them.
    public var startPicture: ExpectedPicture?
    /// The picture that the last picture must show; only inspections compare them.
    public var endPicture: ExpectedPicture?
    /// The last picture of the clip that this one continues, which the first picture must follow
    /// without a jump; only inspections compare them.
    public var previousPicture: ExpectedPicture?
    /// What the provider of the file says about it.
    public var claims: Claims

    /// Whether a file must have sound.
    public enum AudioPresence: String, Hashable, Sendable, CaseIterable {
        /// A file without sound fails.
        case present
        /// A file with sound fails.
        case absent
        /// Both are accepted.
        case any
    }

    /// Makes an expectation; an argument that is left out isn't checked.
    public init(
        duration: MediaTime? = nil,
        frameSize: FrameSize? = nil,
        minimumPixels: Int? = nil,
        aspectRatio: AspectRatio? = nil,
        frameRate: FrameRate? = nil,
        audio: AudioPresence = .any,
        cuts: [MediaTime] = [],
        isOneShot: Bool = false,
        startPicture: ExpectedPicture? = nil,
        endPicture: ExpectedPicture? = nil,
        previousPicture: ExpectedPicture? = nil,
        claims: Claims = Claims()
    ) {
        self.duration = duration
        self.frameSize = frameSize
        self.minimumPixels = minimumPixels
        self.aspectRatio = aspectRatio
        self.frameRate = frameRate
        self.audio = audio
        self.cuts = cuts
        self.isOneShot = isOneShot
        self.startPicture = startPicture
        self.endPicture = endPicture
        self.previousPicture = previousPicture
        self.claims = claims
    }
}
