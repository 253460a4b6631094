package import DailiesMedia

/// Extracts the last picture of a film, with which the next film can begin.
package enum LastFrame {
    /// The bytes of a PNG file and the picture's size in pixels.
    package struct PNG: Sendable, Hashable {
        package let bytes: [UInt8]
        package let width: Int
        package let height: Int
    }

    /// Decodes a film to its end and returns the picture that is shown last, in its own size;
    /// `nil` if there is none.
    ///
    /// Blocks while it decodes.
    package static func png(of path: String) throws(MediaError) -> PNG? {
        guard var reader = try FrameReader.open(path, .video, .videos) else { return nil }
        let decoded = try Frame()
        let last = try Frame()
        var hasPicture = false
        while try reader.next(into: decoded) {
            last.move(from: decoded)
            hasPicture = true
        }
        guard hasPicture else { return nil }
        return try encode(last)
    }

    /// A picture as PNG, in its own size and with its colours converted to RGB; `nil` if the filters
    /// return none.
    package static func encode(_ frame: borrowing Frame) throws(MediaError) -> PNG? {
        let bytes = try frame.png(
            hasStandardMatrix: frame.hasStandardMatrix, isFullRange: frame.isFullRange)
        return bytes.map { PNG(bytes: $0, width: frame.width, height: frame.height) }
    }
}
