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
    /// Only inspections check them.
    public var cuts: [MediaTime]
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
        claims: Claims = Claims()
    ) {
        self.duration = duration
        self.frameSize = frameSize
        self.minimumPixels = minimumPixels
        self.aspectRatio = aspectRatio
        self.frameRate = frameRate
        self.audio = audio
        self.cuts = cuts
        self.claims = claims
    }
}
