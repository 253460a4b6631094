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
        return try encode(last, timeBase: reader.stream.timeBase)
    }

    /// A picture as PNG, in its own size and with its colours converted to RGB; `nil` if the filters
    /// return none.
    package static func encode(
        _ frame: borrowing Frame, timeBase: StreamInfo.TimeBase
    ) throws(MediaError) -> PNG? {
        let chain =
            "scale=in_color_matrix=\(frame.hasStandardMatrix ? "bt601" : "bt709")"
            + ":in_range=\(frame.isFullRange ? "full" : "limited")"
            + ":flags=bicubic+accurate_rnd+full_chroma_int,format=rgb24"
        let graph = try FilterGraph.pictures(chain, like: frame, timeBase: timeBase)
        try graph.send(frame)
        try graph.drain()
        let picture = try Frame()
        guard try graph.receive(into: picture) else { return nil }
        let encoder = try Encoder.png(width: picture.width, height: picture.height)
        picture.pts = 0
        try encoder.send(picture)
        try encoder.drain()
        let packet = try Packet()
        guard try encoder.receive(into: packet) else { return nil }
        return PNG(
            bytes: packet.withBytes { Array($0) }, width: picture.width, height: picture.height)
    }
}
