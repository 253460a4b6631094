public import DailiesMediaTime

/// What the provider of a file states about it; a property that isn't set isn't compared.
///
/// A statement that differs from the file is a warning. A flag of the provider's content filter is
/// a failed check that a person decides about.
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
