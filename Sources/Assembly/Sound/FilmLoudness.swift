import DailiesMedia
import DailiesMediaFilter
import Glibc

/// The loudness of the film's sound and the gain that was applied.
public struct FilmLoudness: Hashable, Sendable {
    /// Integrated loudness of the clips' sound, in LUFS (EBU R 128).
    public let measured: Double
    /// Its true peak, in dBTP.
    public let truePeak: Double
    /// The gain in dB, which is the same for the whole film.
    public let gain: Double
    /// Whether the gain is limited by the maximum true peak.
    public let isBoundByPeak: Bool

    /// Measures the whole film's mix; `nil` if it is silent.
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
            frame.pts = start
            try meter.add(frame, base)
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
