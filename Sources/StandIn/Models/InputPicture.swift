import DailiesBitstream
import DailiesMediaTime

/// A picture of a request, with its size in pixels.
struct InputPicture: Sendable {
    let bytes: [UInt8]
    let size: FrameSize

    /// Reads the size of a PNG or JPEG; `nil` for any other format.
    init?(_ bytes: [UInt8]) {
        guard let header = PictureHeader(bytes), header.format != .webp else { return nil }
        self.bytes = bytes
        size = FrameSize(width: header.width, height: header.height)
    }
}
