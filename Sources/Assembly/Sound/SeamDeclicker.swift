import Glibc

/// Removes the click at a point where sound begins or ends abruptly.
enum SeamDeclicker {
    /// The number of samples on each side that are examined and may be faded: 2 ms at 48 kHz.
    static let reach = 96

    /// A smaller jump isn't audible.
    private static let smallestJump: Float = 0.02
    /// How many times the RMS of the nearby steps a jump must be to count as a click.
    ///
    /// Noise has no step that large, and it continues across seams.
    private static let outlier: Float = 6

    /// Fades out and in around `index` if the samples jump there; continuous sound isn't changed.
    static func declick(_ samples: inout [Float], at index: Int) {
        guard index > 1, index + 1 < samples.count else { return }
        let begin = max(1, index - reach)
        let end = min(samples.count, index + reach)
        let jump = abs(samples[index] - samples[index - 1])
        guard jump > smallestJump else { return }
        var power: Float = 0
        for place in begin..<end where place != index {
            let step = samples[place] - samples[place - 1]
            power += step * step
        }
        guard jump > outlier * (power / Float(end - begin)).squareRoot() else { return }
        for place in begin..<end {
            let distance = place < index ? index - place : place - index + 1
            let share = Float(distance) / Float(reach + 1)
            samples[place] *= 0.5 - 0.5 * cosf(.pi * share)
        }
    }
}
