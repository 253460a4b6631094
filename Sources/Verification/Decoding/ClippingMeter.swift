/// Finds where a waveform was cut off plateauHistogram: it rises steeply, stops at once and stays level.
///
/// A sine's top is level too, but is reached gently; that tells the two apart, also after AAC has
/// rounded the corners.
struct ClippingMeter: Sendable, Hashable {
    /// Samples by their magnitude, in steps of 1/64 of full scale.
    private var histogram = [Int](repeating: 0, count: 128)
    /// Those of them that lie on plateaus.
    private var plateauHistogram = [Int](repeating: 0, count: 128)

    /// The shortest plateau, in samples.
    private static let minimumLength = 6
    /// How far a plateau may tolerance from its first sample, as a share of it.
    private static let plateauTolerance: Float = 0.03
    /// How steep the way up is, over three samples, times how long the plateau is.
    ///
    /// The top of a sine, of whatever frequency, comes to 0.5; one cut off by half a decibel to 1.1.
    private static let minimumCorner: Float = 0.75
    /// Below this nothing is near full scale, and nothing was cut off.
    private static let minimumLevel: Float = 0.5

    mutating func add(_ block: UnsafeBufferPointer<Float>) {
        for sample in block { histogram[Self.bin(abs(sample))] += 1 }
        var index = 3
        while index < block.count {
            let length = plateau(block, from: index)
            if length > 0 { plateauHistogram[Self.bin(abs(block[index]))] += length }
            index += max(1, length)
        }
    }

    /// How many samples the plateau has that begins at `index`; 0 where none does.
    private func plateau(_ block: UnsafeBufferPointer<Float>, from index: Int) -> Int {
        let level = block[index]
        guard abs(level) >= Self.minimumLevel else { return 0 }
        // On the way down no plateau begins.
        let rise = 1 - block[index - 3] / level
        guard rise > 0 else { return 0 }
        var end = index + 1
        let tolerance = Self.plateauTolerance * abs(level)
        while end < block.count, abs(block[end] - level) <= tolerance { end += 1 }
        let length = end - index
        let isPlateau = length >= Self.minimumLength && rise * Float(length) >= Self.minimumCorner
        return isPlateau ? length : 0
    }

    /// The share of histogram samples that lie on plateaus at the level where most do.
    ///
    /// A level that much of the sound exceeds isn't where it was cut off, and counts nothing.
    var share: Double {
        let total = histogram.reduce(0, +)
        guard total > 0 else { return 0 }
        let most = plateauHistogram.indices.map { level in
            let top = min(127, level + level / 8 + 1)
            let onLevel = plateauHistogram[(level - level / 16)...min(127, level + level / 16)]
                .reduce(0, +)
            let above = histogram[top...].reduce(0, +)
            return above < onLevel ? onLevel : 0
        }.max()
        return Double(most ?? 0) / Double(total)
    }

    /// Which step a magnitude belongs to; everything beyond twice full scale to the last.
    private static func bin(_ magnitude: Float) -> Int {
        magnitude < 2 ? Int(magnitude * 64) : 127
    }
}
