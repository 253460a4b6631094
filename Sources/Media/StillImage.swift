package import DailiesMediaTime

/// A small JPEG of one frame of a film, for reports.
package enum StillImage {
    /// Decodes the first picture shown at or after `time` and returns it as JPEG bytes.
    ///
    /// Returns `nil` if there is no picture or it isn't 8-bit 4:2:0.
    ///
    /// - Parameter maximumWidth: the picture is reduced by a whole factor until it fits.
    package static func jpeg(
        of path: String,
        at time: MediaTime,
        maximumWidth: Int
    ) throws(MediaError) -> [UInt8]? {
        guard var reader = try FrameReader.open(path, .video) else { return nil }
        let frame = try Frame()
        while try reader.next(into: frame) {
            let shown = frame.pts.map(reader.stream.timeBase.time) ?? .zero
            if shown >= time { return try encode(frame, maximumWidth: maximumWidth) }
        }
        return nil
    }

    /// A picture as JPEG bytes; `nil` if it isn't 8-bit 4:2:0.
    ///
    /// - Parameter maximumWidth: the picture is reduced by a whole factor until it fits.
    package static func encode(
        _ frame: borrowing Frame,
        maximumWidth: Int
    ) throws(MediaError) -> [UInt8]? {
        guard frame.isPlanar420, frame.width > 1, frame.height > 1 else { return nil }
        let factor = max(1, (frame.width + maximumWidth - 1) / max(1, maximumWidth))
        let width = max(2, frame.width / factor & ~1)
        let height = max(2, frame.height / factor & ~1)
        let small = try Frame.picture(width: width, height: height, fullRange: true)
        for plane in 0..<3 {
            shrink(frame, into: small, plane: plane, factor: factor)
        }
        return try jpeg(small, quality: 5)
    }

    /// A full-range 8-bit 4:2:0 picture as JPEG bytes.
    ///
    /// - Parameter quality: 1 (best) to 31.
    package static func jpeg(
        _ picture: borrowing Frame, quality: Int
    ) throws(MediaError) -> [UInt8]? {
        let encoder = try Encoder.jpeg(
            width: picture.width, height: picture.height, quality: quality)
        return try encoder.file(of: picture)
    }

    /// Averages blocks of `factor` × `factor` pixels and expands video levels (16–235, chroma
    /// 16–240) to the full range of JPEG.
    private static func shrink(
        _ source: borrowing Frame,
        into target: borrowing Frame,
        plane: Int,
        factor: Int
    ) {
        let columns = plane == 0 ? target.width : target.width / 2
        let rows = plane == 0 ? target.height : target.height / 2
        source.withPlane(plane) { input, inputStride in
            target.withPlane(plane) { output, outputStride in
                for row in 0..<rows {
                    for column in 0..<columns {
                        var sum = 0
                        for y in row * factor..<(row + 1) * factor {
                            for x in column * factor..<(column + 1) * factor {
                                sum += Int(input[y * inputStride + x])
                            }
                        }
                        let mean = sum / (factor * factor)
                        let full =
                            plane == 0
                            ? (mean - 16) * 255 / 219 : (mean - 128) * 255 / 224 + 128
                        output[row * outputStride + column] = UInt8(clamping: full)
                    }
                }
            }
        }
    }
}
