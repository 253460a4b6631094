/// Finds clicks in one channel: a few samples that stand out of smooth sound.
///
/// Each sample is compared with what its four neighbours predict. The error is large in a click, and
/// also in noise, in consonants and at the stroke of a drum; but there the errors before or after it
/// are large too. Two clicks within 10 ms hide each other in the same way.
struct ClickDetector: Sendable, Hashable {
    /// How far the sound around a click is looked at, in samples: 10 ms at 48 kHz.
    private static let window = 480
    /// The samples next to a click that belong to it: lossy codecs spread it.
    private static let spread = 12
    /// The smallest prediction error of a click; 1 is full scale.
    private static let minimumError: Float = 0.02
    /// How many times a click's error exceeds the mean error before and after it.
    private static let minimumProminence: Float = 25
    /// The distances in samples of two points on each side of a click, through which a line goes to
    /// the click: the level from there.
    private static let near = 4
    private static let far = 12
    /// The smallest height above these levels, as a share of the error.
    private static let minimumHeight: Float = 0.5
    /// The largest difference of the two levels, as a share of the height.
    ///
    /// A larger one is a step, as where sound begins at once.
    private static let maximumStep: Float = 0.5
    /// What is added to the mean error, so that any error in digital silence is finite.
    private static let floor: Float = 0.00001

    /// The last samples, of which the newest have no window behind them yet.
    private var samples: [Float] = []
    /// For each of these samples, the sum of the squared prediction errors up to it.
    private var energy: [Double] = []
    /// The number of the first sample in `samples` that wasn't judged.
    private var next = Self.window + Self.spread
    /// How many samples ago the last click was found; clicks within a window count once.
    private var sinceLast = Int.max

    /// Adds samples.
    ///
    /// - Returns: the places of the clicks that are certain now, counted from the first of these
    ///   samples; most are negative.
    mutating func add(_ block: UnsafeBufferPointer<Float>) -> [Int] {
        let before = samples.count
        samples.append(contentsOf: block)
        addEnergy()
        var found: [Int] = []
        let margin = Self.window + Self.spread
        while next + margin < energy.count {
            if sinceLast < Self.window {
                sinceLast += 1
            } else if isClick(at: next) {
                sinceLast = 0
                found.append(next - before)
            }
            next += 1
        }
        let surplus = max(0, next - margin - Self.far)
        samples.removeFirst(surplus)
        energy.removeFirst(surplus)
        next -= surplus
        return found
    }

    /// Extends the sums of the errors to all samples with two neighbours on each side.
    private mutating func addEnergy() {
        while energy.count < min(2, samples.count) { energy.append(0) }
        guard samples.count > 4 else { return }
        var sum = energy.last ?? 0
        samples.withUnsafeBufferPointer { samples in
            for index in energy.count..<max(energy.count, samples.count - 2) {
                let error = Self.error(samples, index)
                sum += Double(error * error)
                energy.append(sum)
            }
        }
    }

    /// How far a sample is from the cubic through its four neighbours.
    private static func error(_ samples: UnsafeBufferPointer<Float>, _ index: Int) -> Float {
        let near = samples[index - 1] + samples[index + 1]
        let far = samples[index - 2] + samples[index + 2]
        return samples[index] - (4 * near - far) / 6
    }

    private func isClick(at index: Int) -> Bool {
        let error = samples.withUnsafeBufferPointer { abs(Self.error($0, index)) }
        guard error >= Self.minimumError else { return false }
        let around = max(
            meanError(index - Self.spread - Self.window..<index - Self.spread),
            meanError(index + Self.spread..<index + Self.spread + Self.window))
        guard error >= Self.minimumProminence * (around + Self.floor) else { return false }
        let (left, right) = (level(before: index), level(after: index))
        let height = abs(samples[index] - (left + right) / 2)
        return height >= Self.minimumHeight * error
            && abs(left - right) <= Self.maximumStep * height
    }

    private func level(before index: Int) -> Float {
        let point = samples[index - Self.near]
        return point + (point - samples[index - Self.far]) / 2
    }

    private func level(after index: Int) -> Float {
        let point = samples[index + Self.near]
        return point - (samples[index + Self.far] - point) / 2
    }

    private func meanError(_ range: Range<Int>) -> Float {
        let sum = energy[range.upperBound] - energy[range.lowerBound]
        return Float((max(0, sum) / Double(range.count)).squareRoot())
    }
}
