import DailiesMedia
import DailiesMediaTime
import Glibc

/// Mixes music or narration under the clips' sound and ducks it while they can be heard.
final class SoundBedMix {
    private let bed: SoundBed
    private let film: Clip.Sound
    private let length: Int64
    private var sound: ClipSound
    /// The position at which the present repetition of the bed begins.
    private var passStart: Int64 = 0
    /// The bed's decoded samples from `position` on.
    private var waiting: [[Float]]
    private var position: Int64 = 0
    private var hasEnded = false
    /// The present ducking gain, 0…1.
    private var currentGain: Float = 1

    /// Duration in seconds of the fade-out at the end of the film.
    private static let fade = 2.0
    /// Level in dBFS below which the clips' sound doesn't duck the bed: room tone isn't speech.
    private static let threshold = -45.0
    /// Time constants of the ducking in seconds: going down and coming back.
    private static let attack = 0.05
    private static let release = 0.6
    /// The window in seconds over which the clips' level is measured.
    private static let window = 0.01

    init(_ bed: SoundBed, _ film: Clip.Sound, length: Int64) throws {
        self.bed = bed
        self.film = film
        self.length = length
        sound = try Self.open(bed, film)
        waiting = Array(repeating: [], count: film.channels)
    }

    private static func open(_ bed: SoundBed, _ film: Clip.Sound) throws -> ClipSound {
        guard let sound = try ClipSound(bed.path, film: film, .sounds) else {
            throw AssemblyError.unusableClip(path: bed.path, reason: "it has no sound")
        }
        return sound
    }

    /// Adds the bed to samples of the film that begin at position `start`.
    func add(to samples: inout [[Float]], from start: Int64) throws {
        let count = samples.first?.count ?? 0
        try read(upTo: start + Int64(count))
        let size = max(1, Int(Double(film.sampleRate) * Self.window))
        let level = decibels(bed.level)
        for begin in stride(from: 0, to: count, by: size) {
            let end = min(count, begin + size)
            let (from, to) = (currentGain, updateGain(samples, begin..<end))
            for index in begin..<end {
                let progress = Float(index - begin) / Float(end - begin)
                let gain =
                    level * (from + (to - from) * progress) * fadeOut(at: start + Int64(index))
                for channel in samples.indices where index < waiting[channel].count {
                    samples[channel][index] += waiting[channel][index] * gain
                }
            }
        }
        for channel in waiting.indices {
            waiting[channel].removeFirst(min(count, waiting[channel].count))
        }
        position = start + Int64(count)
    }

    /// Moves the ducking gain by one window towards the value that the clips' level requires.
    private func updateGain(_ samples: [[Float]], _ window: Range<Int>) -> Float {
        guard bed.ducking > 0 else { return 1 }
        var power: Float = 0
        for channel in samples { for index in window { power += channel[index] * channel[index] } }
        power /= Float(window.count * max(1, samples.count))
        let isHeard = power > powf(decibels(Self.threshold), 2)
        let target = isHeard ? decibels(-bed.ducking) : 1
        let time = target < currentGain ? Self.attack : Self.release
        currentGain += (target - currentGain) * Float(1 - exp(-Self.window / time))
        return currentGain
    }

    private func fadeOut(at sample: Int64) -> Float {
        let fade = Double(film.sampleRate) * Self.fade
        return Float(min(1, Double(length - sample) / fade))
    }

    private func decibels(_ value: Double) -> Float { Float(pow(10, value / 20)) }

    private func read(upTo end: Int64) throws {
        while !hasEnded, position + Int64(waiting.first?.count ?? 0) < end {
            guard let block = try sound.next() else {
                let passEnd = position + Int64(waiting.first?.count ?? 0)
                guard bed.loops, passEnd > passStart else {
                    hasEnded = true
                    return
                }
                passStart = passEnd
                sound = try Self.open(bed, film)
                continue
            }
            let place = Int(passStart + block.position - position)
            for channel in waiting.indices {
                let missing = place - waiting[channel].count
                if missing > 0 {
                    waiting[channel].append(contentsOf: repeatElement(0, count: missing))
                }
                let samples = block.channels[min(channel, block.channels.count - 1)]
                // Samples before the film's start are dropped.
                let skipped = max(0, waiting[channel].count - place)
                waiting[channel].append(contentsOf: samples.dropFirst(skipped))
            }
        }
    }
}
