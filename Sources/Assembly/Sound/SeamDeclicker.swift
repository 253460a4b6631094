import Glibc

/// Takes the click out of a place where sound begins or ends abruptly.
enum SeamDeclicker {
    /// Samples on each side that can be touched or are looked at: 2 ms at 48 kHz.
    static let reach = 96

    /// A jump quieter than this isn't heard.
    private static let smallestJump: Float = 0.02
    /// How many times as large as the steps nearby (their root mean square) a jump must be to be no
    /// part of the sound: noise has none that large, and runs on across seams.
    private static let outlier: Float = 6

    /// Fades to silence and back around `index` where the samples jump there, and only there: sound
    /// that runs on across a seam stays as it is.
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
