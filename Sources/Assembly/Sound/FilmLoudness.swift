import DailiesMedia
import DailiesMediaFilter
import Glibc

/// How loud the film's sound was as its clips have it, and by how much it was made louder.
public struct FilmLoudness: Hashable, Sendable {
    /// Integrated loudness of the clips' sound, in LUFS (EBU R 128).
    public let measured: Double
    /// Its true peak, in dBTP.
    public let truePeak: Double
    /// The gain that the whole film was given, in dB: one and the same from beginning to end.
    public let gain: Double
    /// Whether the gain is smaller than asked for, because a peak would have been too high.
    public let isBoundByPeak: Bool

    /// Measures the whole film's mix; `nil` where there is nothing to hear.
    static func measure(
        _ plan: AssemblyPlan, _ sound: Clip.Sound, target: Double
    ) throws -> FilmLoudness? {
        var mix = try SoundMix(plan, sound)
        var meter = LoudnessMeter()
        let base = StreamInfo.TimeBase(numerator: 1, denominator: Int32(sound.sampleRate))
        while mix.position < mix.length {
            let start = mix.position
            let samples = try mix.read(sound.sampleRate)
            let frame = try Frame.sound(samples, sampleRate: sound.sampleRate)
            frame.presentation = start
            try meter.hear(frame, base)
        }
        try meter.finish()
        guard let measured = meter.integrated, measured > -70, let peak = meter.truePeak, peak > 0
        else { return nil }
        let truePeak = 20 * log10(peak)
        let wanted = target - measured
        let most = plan.settings.peakCeiling - truePeak
        return FilmLoudness(
            measured: measured, truePeak: truePeak, gain: min(wanted, most),
            isBoundByPeak: wanted > most)
    }
}
