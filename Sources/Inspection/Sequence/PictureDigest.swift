import DailiesMedia
import DailiesMediaFilter

/// A picture reduced to 160×90 pixels, each the mean of an area: enough to compare it with others.
struct PictureDigest: Sendable {
    /// Luma, row by row.
    private let luma: [UInt8]
    /// The two chroma planes, one after the other.
    private let chroma: [UInt8]
    /// The shares of 32 luma ranges.
    private let histogram: [Float]
    /// 16 × 9 blocks, row by row.
    let blocks: [Block]

    /// The number of columns and rows.
    private static let size = (width: 160, height: 90)
    /// The number of columns of blocks, and the side of each in pixels.
    private static let blockColumns = 16
    private static let blockSide = 10

    /// A square part of the picture.
    struct Block: Sendable, Hashable {
        let mean: Float
        /// The difference between its brightest and its darkest pixel.
        let range: UInt8
    }

    /// The filters that reduce a picture of any format for `init`.
    static let chain = "scale=\(size.width):\(size.height):flags=area,format=yuv420p"

    /// Copies a picture that the filters reduced; `nil` for any other.
    init?(_ frame: borrowing Frame) {
        let (width, height) = Self.size
        guard frame.width == width, frame.height == height,
            let luma = Self.copy(frame, 0, width, height),
            let blue = Self.copy(frame, 1, width / 2, height / 2),
            let red = Self.copy(frame, 2, width / 2, height / 2)
        else { return nil }
        self.luma = luma
        chroma = blue + red
        var counts = [Int](repeating: 0, count: 32)
        for value in luma { counts[Int(value >> 3)] += 1 }
        histogram = counts.map { Float($0) / Float(luma.count) }
        blocks = luma.withUnsafeBufferPointer { luma in
            stride(from: 0, to: height, by: Self.blockSide).flatMap { top in
                stride(from: 0, to: width, by: Self.blockSide).map { left in
                    Self.block(luma, top, left)
                }
            }
        }
    }

    private static func copy(
        _ frame: borrowing Frame, _ plane: Int, _ width: Int, _ height: Int
    ) -> [UInt8]? {
        frame.withPlane(plane) { bytes, stride in
            (0..<height).flatMap { bytes[$0 * stride..<$0 * stride + width] }
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

    /// The mean differences from another picture, in code values of 255.
    func difference(from other: PictureDigest) -> (luma: Float, chroma: Float) {
        (Self.difference(luma, other.luma), Self.difference(chroma, other.chroma))
    }

    private static func difference(_ one: [UInt8], _ other: [UInt8]) -> Float {
        one.withUnsafeBufferPointer { one in
            other.withUnsafeBufferPointer { other in
                var sum = 0
                for place in one.indices { sum += abs(Int(one[place]) - Int(other[place])) }
                return Float(sum) / Float(one.count)
            }
        }
    }

    /// The share of the pixels whose luma lies in another range than in another picture.
    func histogramDistance(from other: PictureDigest) -> Float {
        zip(histogram, other.histogram).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
    }

    /// The median change of the blocks' brightness since another picture.
    func brightnessStep(from other: PictureDigest) -> Float {
        let steps = zip(blocks, other.blocks).map { $0.mean - $1.mean }.sorted()
        return steps[steps.count / 2]
    }
}
