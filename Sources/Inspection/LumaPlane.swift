/// Measures the luma plane of one picture; valid only while the plane's memory is.
struct LumaPlane {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let stride: Int
    private let width: Int
    private let height: Int

    /// The measured values.
    struct Statistics {
        let mode: (value: Int, share: Double)
        let mean: Double
        let likeness: Double
        let flatShare: Double
        let bars: PictureStatistics.Bars
        let thumbnail: Thumbnail
    }

    init(bytes: UnsafeBufferPointer<UInt8>, stride: Int, _ width: Int, _ height: Int) {
        self.bytes = bytes
        self.stride = stride
        self.width = width
        self.height = height
    }

    var statistics: Statistics {
        var histogram = Histogram()
        for row in Swift.stride(from: 0, to: height, by: max(1, height / 120)) {
            for column in Swift.stride(from: 0, to: width, by: max(1, width / 160)) {
                histogram.add(bytes[row * stride + column])
            }
        }
        let mean = histogram.mean
        return Statistics(
            mode: histogram.mode(within: 6), mean: mean, likeness: likeness(mean),
            flatShare: flatShare,
            bars: bars, thumbnail: Thumbnail(bytes, stride: stride, width, height))
    }

    /// The correlation of each pixel with its right and its lower neighbour, whichever is greater;
    /// 1 if all pixels are equal.
    private func likeness(_ mean: Double) -> Double {
        guard width > 1, height > 1 else { return 1 }
        var (own, right, below) = (0.0, 0.0, 0.0)
        for row in Swift.stride(from: 0, to: height - 1, by: max(1, height / 60)) {
            for column in Swift.stride(from: 0, to: width - 1, by: max(1, width / 320)) {
                let place = row * stride + column
                let value = Double(bytes[place]) - mean
                own += value * value
                right += value * (Double(bytes[place + 1]) - mean)
                below += value * (Double(bytes[place + stride]) - mean)
            }
        }
        return own < 1 ? 1 : max(right, below) / own
    }

    /// The share of flat blocks among a few dozen: fine drawings have some, noise has none.
    private var flatShare: Double {
        let size = 16
        var (flat, all) = (0, 0)
        for top in Swift.stride(from: 0, to: height - size + 1, by: max(size, height / 6)) {
            for left in Swift.stride(from: 0, to: width - size + 1, by: max(size, width / 10)) {
                var (sum, squares) = (0, 0)
                for row in top..<top + size {
                    for column in left..<left + size {
                        let value = Int(bytes[row * stride + column])
                        sum += value
                        squares += value * value
                    }
                }
                let count = size * size
                all += 1
                // A standard deviation below 4.
                if squares * count - sum * sum < 16 * count * count { flat += 1 }
            }
        }
        return all == 0 ? 0 : Double(flat) / Double(all)
    }

    // MARK: Bars

    /// The maximum luma of a black pixel, including the ringing of a sharp edge beside it.
    private static let maximumBlackLuma: UInt8 = 36
    /// The minimum luma step from a bar to the first line of the picture.
    private static let minimumEdgeStep = 16.0

    private var bars: PictureStatistics.Bars {
        PictureStatistics.Bars(
            top: bar(0..<height / 2, row: true),
            bottom: bar((height / 2..<height).reversed(), row: true),
            left: bar(0..<width / 2, row: false),
            right: bar((width / 2..<width).reversed(), row: false))
    }

    /// The number of black lines at the beginning of `lines`, if the picture then begins with a
    /// sharp edge.
    ///
    /// It is 0 if the picture fades in, as night skies do, and if all lines are black.
    private func bar(_ lines: some Sequence<Int>, row: Bool) -> Int {
        var count = 0
        var blackMean = 0.0
        for index in lines {
            let (mean, most) = line(index, isRow: row)
            guard most <= Self.maximumBlackLuma else {
                return mean - blackMean >= Self.minimumEdgeStep ? count : 0
            }
            blackMean = mean
            count += 1
        }
        return 0
    }

    private func line(_ index: Int, isRow: Bool) -> (mean: Double, most: UInt8) {
        let length = isRow ? width : height
        var (sum, most, count) = (0, UInt8(0), 0)
        for position in Swift.stride(from: 0, to: length, by: max(1, length / 120)) {
            let place = isRow ? index * stride + position : position * stride + index
            sum += Int(bytes[place])
            most = max(most, bytes[place])
            count += 1
        }
        return (Double(sum) / Double(max(1, count)), most)
    }
}
