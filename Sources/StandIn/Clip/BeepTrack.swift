import Foundation

/// The sound of a clip: a beep with every flash of the picture, and a faint chord between them.
struct BeepTrack: Sendable {
    private let seed: UInt64
    /// How many beeps there are: none with the last frame, which doesn't flash.
    private let seconds: Int
    /// Radians in one sample.
    private let chord: [Double]

    /// 40 ms: a frame, with its flash in it, is a little longer than that.
    private static let beepLength = 1920
    private static let fade = 48.0
    /// -12 dBFS at the peak.
    private static let beepLevel = 0.251
    /// Three tones and the noise together come to about -45 dBFS.
    private static let toneLevel = 0.0042
    private static let noiseLevel = 0.0015
    private static let turn = 2 * Double.pi / Double(ClipSpec.sampleRate)

    /// Draws the chord by the prompt, as the picture is.
    init(_ prompt: String, seconds: Int) {
        self.seconds = seconds
        var generator = SplitMix64(prompt)
        let root = 98 * pow(2, Double(generator.whole(0...11)) / 12)
        chord = [1, 1.5, 2].map { $0 * root * Self.turn }
        seed = generator.next()
    }

    /// The value of one sample, between -1 and 1.
    func sample(_ index: Int) -> Float {
        let time = Double(index)
        let tones = chord.reduce(0) { $0 + sin($1 * time) } * Self.toneLevel
        var generator = SplitMix64(seed &+ UInt64(index))
        let noise = (Double(generator.next() >> 11) / 0x1p52 - 1) * Self.noiseLevel
        let beep = index / ClipSpec.sampleRate < seconds ? beep(index % ClipSpec.sampleRate) : 0
        return Float(tones + noise + beep)
    }

    /// One kilohertz from the instant of the flash on, faded within a millisecond at both ends.
    private func beep(_ offset: Int) -> Double {
        guard offset < Self.beepLength else { return 0 }
        let envelope = min(
            1, Double(offset + 1) / Self.fade, Double(Self.beepLength - offset) / Self.fade)
        return Self.beepLevel * envelope * sin(1000 * Self.turn * Double(offset))
    }
}
