public import DailiesMediaTime

/// What whoever delivered a file says about it; what isn't set isn't compared.
///
/// A claim that the file doesn't keep is a warning: the file is what counts. A flag of the
/// deliverer's content filter is a finding that a person decides about.
public struct Claims: Hashable, Sendable {
    /// Pixels as shown.
    public var frameSize: FrameSize?
    /// How long the picture lasts.
    public var duration: MediaTime?
    /// The file's length in bytes.
    public var bytes: Int64?
    /// The media type, such as `video/mp4`.
    public var mediaType: String?
    /// Whether a content filter flags the picture as unsafe; `nil` where none looked.
    public var isFlagged: Bool?

    /// Makes claims; every argument left out is not compared.
    public init(
        frameSize: FrameSize? = nil, duration: MediaTime? = nil, bytes: Int64? = nil,
        mediaType: String? = nil, isFlagged: Bool? = nil
    ) {
        self.frameSize = frameSize
        self.duration = duration
        self.bytes = bytes
        self.mediaType = mediaType
        self.isFlagged = isFlagged
    }
}
