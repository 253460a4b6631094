/// Finds where a waveform was clipped: it rises steeply, stops at once and stays level.
///
/// The crest of a sine is level too, but is reached gently. This tells the two apart, even after
/// AAC has rounded the corners.
struct ClippingMeter: Sendable, Hashable {
    /// How many samples fall into each magnitude step of 1/64 of full scale.
    private var histogram = [Int](repeating: 0, count: 128)
    /// How many of those samples lie on plateaus.
    private var plateauHistogram = [Int](repeating: 0, count: 128)
    /// How many samples are at full scale or beyond it: players cut them off.
    private var beyondFullScale = 0

    /// The shortest plateau, in samples.
    private static let minimumLength = 6
    /// How far a plateau may deviate from its first sample, as a share of that sample.
    private static let plateauTolerance: Float = 0.03
    /// The minimum of the slope over three samples before a plateau, times the plateau's length.
    ///
    /// The crest of a sine of any frequency reaches 0.5; one clipped by half a decibel reaches 1.1.
    private static let minimumCorner: Float = 0.75
    /// Samples below this level are not near full scale, so they are not clipped.
    private static let minimumLevel: Float = 0.5

    mutating func add(_ block: UnsafeBufferPointer<Float>) {
        for sample in block {
            histogram[Self.bin(abs(sample))] += 1
            if abs(sample) >= 1 { beyondFullScale += 1 }
        }
        var index = 3
        while index < block.count {
            let length = plateau(block, from: index)
            if length > 0 { plateauHistogram[Self.bin(abs(block[index]))] += length }
            index += max(1, length)
        }
    }

    /// The length in samples of the plateau that begins at `index`; 0 if none begins there.
    private func plateau(_ block: UnsafeBufferPointer<Float>, from index: Int) -> Int {
        let level = block[index]
        guard abs(level) >= Self.minimumLevel else { return 0 }
        // No plateau begins on a falling slope.
        let rise = 1 - block[index - 3] / level
        guard rise > 0 else { return 0 }
        var end = index + 1
        let tolerance = Self.plateauTolerance * abs(level)
        while end < block.count, abs(block[end] - level) <= tolerance { end += 1 }
        let length = end - index
        let isPlateau = length >= Self.minimumLength && rise * Float(length) >= Self.minimumCorner
        return isPlateau ? length : 0
    }

    /// The share of all samples that are clipped: those beyond full scale, or those that lie on
    /// plateaus at the level with the most plateau samples, whichever are more.
    ///
    /// A level that much of the sound exceeds is not a clipping level and counts as 0.
    var share: Double {
        let total = histogram.reduce(0, +)
        guard total > 0 else { return 0 }
        return max(Double(beyondFullScale), plateauSamples) / Double(total)
    }

    private var plateauSamples: Double {
        let most = plateauHistogram.indices.map { level in
            let top = min(127, level + level / 8 + 1)
            let onLevel = plateauHistogram[(level - level / 16)...min(127, level + level / 16)]
                .reduce(0, +)
            let above = histogram[top...].reduce(0, +)
            return above < onLevel ? onLevel : 0
        }.max()
        return Double(most ?? 0)
    }

    /// The histogram step of a magnitude; everything beyond twice full scale falls into the last.
    private static func bin(_ magnitude: Float) -> Int {
        magnitude < 2 ? Int(magnitude * 64) : 127
    }
}
