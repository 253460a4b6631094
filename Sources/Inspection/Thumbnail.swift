/// Every few pixels of a picture's luma: small enough to keep, fine enough to see a clock move.
struct Thumbnail: Sendable, Hashable {
    private let width: Int
    private let height: Int
    private let pixels: [UInt8]

    /// About so many pixels across are kept.
    private static let goal = 320
    /// Blocks of so many kept pixels in each direction are looked at together.
    private static let block = 4

    init(_ bytes: UnsafeBufferPointer<UInt8>, stride: Int, _ fullWidth: Int, _ fullHeight: Int) {
        let step = max(1, fullWidth / Self.goal)
        let width = (fullWidth + step - 1) / step
        let height = (fullHeight + step - 1) / step
        pixels = [UInt8](unsafeUninitializedCapacity: width * height) { kept, count in
            var place = 0
            for row in 0..<height {
                var source = row * step * stride
                for _ in 0..<width {
                    kept[place] = bytes[source]
                    place += 1
                    source += step
                }
            }
            count = place
        }
        self.width = width
        self.height = height
    }

    /// How much the block that differs most differs from the same block of `other`, on average over
    /// its pixels; the greatest value there is where the sizes differ.
    func difference(from other: Thumbnail) -> Int {
        guard width == other.width, height == other.height else { return 255 }
        return pixels.withUnsafeBufferPointer { mine in
            other.pixels.withUnsafeBufferPointer { theirs in
                var most = 0
                for top in stride(from: 0, to: height - Self.block + 1, by: Self.block) {
                    for left in stride(from: 0, to: width - Self.block + 1, by: Self.block) {
                        var sum = 0
                        for row in top..<top + Self.block {
                            let start = row * width + left
                            for place in start..<start + Self.block {
                                sum += abs(Int(mine[place]) - Int(theirs[place]))
                            }
                        }
                        most = max(most, sum)
                    }
                }
                return most / (Self.block * Self.block)
            }
        }
    }

    /// The share of the pixels that lie within `distance` of a luma.
    func share(near luma: Int, within distance: Int) -> Double {
        let near = pixels.count { abs(Int($0) - luma) <= distance }
        return Double(near) / Double(max(1, pixels.count))
    }
}
