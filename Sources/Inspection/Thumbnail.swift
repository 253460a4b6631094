/// A subsampled copy of a picture's luma: small enough to keep, fine enough to show a clock's
/// movement.
struct Thumbnail: Sendable, Hashable {
    private let width: Int
    private let height: Int
    private let pixels: [UInt8]

    /// The approximate number of pixels across.
    private static let goal = 320
    /// The side of a compared block, in kept pixels.
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

    /// The mean difference of the block that differs most from the same block of `other`, 0…255;
    /// 255 if the sizes differ.
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

    /// The share of the pixels within `distance` of a luma.
    func share(near luma: Int, within distance: Int) -> Double {
        let near = pixels.count { abs(Int($0) - luma) <= distance }
        return Double(near) / Double(max(1, pixels.count))
    }
}
