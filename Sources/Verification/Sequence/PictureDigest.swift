package import DailiesMedia

/// A picture reduced to 160×90 pixels, each the mean of an area: enough to compare it with others.
///
/// Its values are those of video: black is 16 and white 235.
package struct PictureDigest: Sendable, Hashable {
    /// Luma, row by row.
    let luma: [UInt8]
    /// The two chroma planes, one after the other.
    private let chroma: [UInt8]
    /// The shares of 32 luma ranges.
    private let histogram: [Float]

    /// The number of columns and rows.
    package static let size = (width: 160, height: 90)
    /// The side of a block in pixels.
    private static let blockSide = 10

    /// The number of blocks.
    package static let blockCount = size.width / blockSide * (size.height / blockSide)

    /// A square part of the picture.
    package struct Block: Sendable, Hashable {
        package let mean: Float
        /// The difference between its brightest and its darkest pixel.
        package let range: UInt8

        package init(mean: Float, range: UInt8) {
            self.mean = mean
            self.range = range
        }
    }

    /// Reduces a picture with 8-bit planes in 4:2:0; `nil` for any other layout.
    package init?(_ frame: borrowing Frame) {
        let isFullRange = frame.isFullRange
        guard let luma = Self.reduce(frame, 0, isFullRange ? (219, 16) : nil),
            let blue = Self.reduce(frame, 1, isFullRange ? (224, 16) : nil),
            let red = Self.reduce(frame, 2, isFullRange ? (224, 16) : nil)
        else { return nil }
        self.luma = luma
        chroma = blue + red
        histogram = luma.withUnsafeBufferPointer { luma in
            var counts = [Int](repeating: 0, count: 32)
            for value in luma { counts[Int(value >> 3)] += 1 }
            return counts.map { Float($0) / Float(luma.count) }
        }
    }

    /// Reduces a plane; `levels` are the span and the least value to which the full range is mapped.
    private static func reduce(
        _ frame: borrowing Frame, _ plane: Int, _ levels: (span: Int, least: Int)?
    ) -> [UInt8]? {
        let part = plane == 0 ? 1 : 2
        let (columns, rows) = ((frame.width + part - 1) / part, (frame.height + part - 1) / part)
        let means = frame.withPlane(plane) { bytes, stride in
            AreaMeans.reduce(
                UnsafeBufferPointer(bytes), stride: stride, (columns, rows),
                to: (size.width / part, size.height / part))
        }
        guard let levels else { return means }
        return means?.map { UInt8((Int($0) * levels.span + 127) / 255 + levels.least) }
    }

    // MARK: Blocks

    /// 16 × 9 blocks, row by row.
    package var blocks: [Block] {
        luma.withUnsafeBufferPointer { luma in
            stride(from: 0, to: Self.size.height, by: Self.blockSide).flatMap { top in
                stride(from: 0, to: Self.size.width, by: Self.blockSide).map { left in
                    Self.block(luma, top, left)
                }
            }
        }
    }

    private static func block(
        _ luma: UnsafeBufferPointer<UInt8>, _ top: Int, _ left: Int
    ) -> Block {
        var (sum, least, most) = (0, UInt8.max, UInt8.min)
        for row in top..<top + blockSide {
            for place in row * size.width + left..<row * size.width + left + blockSide {
                let value = luma[place]
                sum += Int(value)
                least = min(least, value)
                most = max(most, value)
            }
        }
        return Block(mean: Float(sum) / Float(blockSide * blockSide), range: most - least)
    }

    // MARK: Comparison

    /// The mean differences from another picture, in code values of 255.
    package func difference(from other: PictureDigest) -> (luma: Float, chroma: Float) {
        (Self.difference(luma, other.luma), Self.difference(chroma, other.chroma))
    }

    private static func difference(_ one: [UInt8], _ other: [UInt8]) -> Float {
        one.withUnsafeBufferPointer { one in
            other.withUnsafeBufferPointer { other in
                var sum: UInt32 = 0
                for place in 0..<min(one.count, other.count) {
                    let (mine, theirs) = (one[place], other[place])
                    sum &+= UInt32(max(mine, theirs) &- min(mine, theirs))
                }
                return Float(sum) / Float(one.count)
            }
        }
    }

    /// The share of the pixels whose luma lies in another range than in another picture.
    package func histogramDistance(from other: PictureDigest) -> Float {
        zip(histogram, other.histogram).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
    }

    /// The means of luma and of the two chroma planes, in code values.
    package var means: (luma: Double, blue: Double, red: Double) {
        let half = chroma.count / 2
        return (Self.mean(luma[...]), Self.mean(chroma[..<half]), Self.mean(chroma[half...]))
    }

    private static func mean(_ values: ArraySlice<UInt8>) -> Double {
        Double(values.reduce(0) { $0 + Int($1) }) / Double(max(1, values.count))
    }
}
