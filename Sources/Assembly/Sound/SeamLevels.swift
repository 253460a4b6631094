public import DailiesMediaTime
import Glibc

/// The sound levels on both sides of a seam.
public struct SeamLevel: Hashable, Sendable {
    /// When the later clip begins.
    public let time: MediaTime
    /// The RMS level of the last 0.4 s before the seam, in dBFS; −100 means silence.
    public let before: Double
    /// The RMS level of the first 0.4 s after the seam, in dBFS.
    public let after: Double

    /// How much louder the film becomes at the seam, in dB.
    public var step: Double { after - before }

    /// The change of level in dB from which on a step is noticed.
    private static let loudStep = 6.0
    /// The level in dBFS up to which sound counts as silence.
    private static let silence = -60.0

    /// Whether the level changes by more than 6 dB while both sides can be heard; a change to or from
    /// silence is not a fault.
    public var isLoudStep: Bool { abs(step) > Self.loudStep && min(before, after) > Self.silence }

    /// Makes the levels of a seam that were measured earlier.
    package init(time: MediaTime, before: Double, after: Double) {
        self.time = time
        self.before = before
        self.after = after
    }
}

/// Measures the sound levels around the seams from the film's samples.
struct SeamLevels {
    private let rate: Int
    private var seams: [Seam]
    private let channels: Int

    private struct Seam {
        let time: MediaTime
        let sample: Int64
        var before = 0.0
        var after = 0.0
    }

    /// 0.4 s, the shortest window of loudness measurement (ITU-R BS.1770).
    private var window: Int64 { Int64(rate) * 2 / 5 }

    init(_ plan: AssemblyPlan, _ sound: Clip.Sound) {
        rate = sound.sampleRate
        channels = sound.channels
        seams = plan.placements.dropFirst().map { placement in
            let frame = placement.frames.lowerBound
            return Seam(
                time: plan.frameRate.duration(frames: frame), sample: plan.sample(atFrame: frame))
        }
    }

    /// Adds samples that begin at position `start` of the film.
    mutating func add(_ samples: [[Float]], from start: Int64) {
        let all = start..<start + Int64(samples.first?.count ?? 0)
        for index in seams.indices {
            let seam = seams[index].sample
            guard seam - window < all.upperBound, seam + window > all.lowerBound else { continue }
            seams[index].before += energy(samples, start, (seam - window..<seam).clamped(to: all))
            seams[index].after += energy(samples, start, (seam..<seam + window).clamped(to: all))
        }
    }

    private func energy(_ samples: [[Float]], _ start: Int64, _ range: Range<Int64>) -> Double {
        samples.reduce(0) { sum, channel in
            channel[Int(range.lowerBound - start)..<Int(range.upperBound - start)]
                .reduce(sum) { $0 + Double($1 * $1) }
        }
    }

    /// The levels of all seams, in film order.
    var list: [SeamLevel] {
        let count = Double(window) * Double(channels)
        // Between -100 and 100 dBFS: silence, and samples that are infinite or no numbers, have no level.
        func level(_ energy: Double) -> Double {
            let mean = energy / count
            return 10 * log10(mean > 1e-10 ? min(mean, 1e10) : 1e-10)
        }
        return seams.map {
            SeamLevel(time: $0.time, before: level($0.before), after: level($0.after))
        }
    }
}
