import Foundation

/// The sound of a clip: a beep at every flash of the picture, over a faint chord with noise.
struct BeepTrack: Sendable {
    private let seed: UInt64
    /// The number of beeps; the last frame, which doesn't flash, has none.
    private let seconds: Int
    /// The angular frequencies of the tones, in radians a sample.
    private let chord: [Double]

    /// 40 ms, a little shorter than the frame with the flash (1/24 s).
    private static let beepLength = 1920
    private static let fade = 48.0
    /// The peak level of a beep: -12 dBFS.
    private static let beepLevel = 0.251
    /// The three tones and the noise together have about -45 dBFS.
    private static let toneLevel = 0.0042
    private static let noiseLevel = 0.0015
    private static let turn = 2 * Double.pi / Double(ClipSpec.sampleRate)

    /// Derives the chord from the prompt, as the picture is.
    init(_ prompt: String, seconds: Int) {
        self.seconds = seconds
        var generator = SplitMix64(prompt)
        let root = 98 * pow(2, Double(generator.whole(0...11)) / 12)
        chord = [1, 1.5, 2].map { $0 * root * Self.turn }
        seed = generator.next()
    }

    /// The value of a sample, from -1 to 1.
    func sample(_ index: Int) -> Float {
        let time = Double(index)
        let tones = chord.reduce(0) { $0 + sin($1 * time) } * Self.toneLevel
        var generator = SplitMix64(seed &+ UInt64(index))
        let noise = (Double(generator.next() >> 11) / 0x1p52 - 1) * Self.noiseLevel
        let beep = index / ClipSpec.sampleRate < seconds ? beep(index % ClipSpec.sampleRate) : 0
        return Float(tones + noise + beep)
    }

    /// A sine of 1 kHz that starts with the flash, with a fade of one millisecond at both ends.
    private func beep(_ offset: Int) -> Double {
        guard offset < Self.beepLength else { return 0 }
        let envelope = min(
            1, Double(offset + 1) / Self.fade, Double(Self.beepLength - offset) / Self.fade)
        return Self.beepLevel * envelope * sin(1000 * Self.turn * Double(offset))
    }
}
