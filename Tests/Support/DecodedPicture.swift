import DailiesMedia

/// A decoded frame of a clip in 8-bit 4:2:0.
package struct DecodedPicture: Sendable {
    package let width: Int
    package let height: Int
    /// The samples of all rows.
    package let luma: [Int]
    package let blue: [Int]
    package let red: [Int]

    /// Decodes the frame with a number, counted from 0 in presentation order.
    package init(_ path: String, number: Int) throws {
        guard var reader = try FrameReader.open(path, .video) else {
            throw MediaError(.invalidData, "find a picture in", path)
        }
        let frame = try Frame()
        for _ in 0...number {
            guard try reader.next(into: frame) else {
                throw MediaError(.invalidData, "find frame \(number) of", path)
            }
        }
        guard frame.isPlanar420 else {
            throw MediaError(.invalidData, "find an 8-bit 4:2:0 picture in", path)
        }
        width = frame.width
        height = frame.height
        let size = (frame.width, frame.height)
        let planes: [[Int]] = (0..<3).compactMap { plane in
            let (columns, rows) =
                plane == 0 ? size : ((size.0 + 1) / 2, (size.1 + 1) / 2)
            return frame.withPlane(plane) { pixels, stride in
                (0..<rows).flatMap { row in (0..<columns).map { Int(pixels[row * stride + $0]) } }
            }
        }
        (luma, blue, red) = (planes[0], planes[1], planes[2])
    }

    /// The luma of a row.
    package func row(_ number: Int) -> [Int] {
        Array(luma[number * width..<(number + 1) * width])
    }
}
