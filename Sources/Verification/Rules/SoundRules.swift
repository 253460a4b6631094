import DailiesMediaTime

/// The questions that the decoded sound answers.
struct SoundRules {
    let expectation: Expectation
    let tolerances: Tolerances

    /// A channel that never gets louder than this (-80 dBFS) carries nothing.
    private static let deadChannelPeak: Float = 0.0001

    func checks(_ scan: DecodeScan) -> [Check] {
        let levels = scan.levels
        guard levels.isComplete, let loudest = levels.peaks.max() else {
            return [CheckCode.audioSilence, .audioClipping].map { code in
                .skipped(
                    code, expected: "audible sound",
                    "Not looked at: the sound's samples can't be read.")
            }
        }
        return [silence(levels, loudest), clipping(levels)]
    }

    private func silence(_ levels: SoundLevels, _ loudest: Float) -> Check {
        let words = levels.peaks.map(SoundLevels.decibels).joined(separator: ", ")
        let silent = levels.silences.map(\.duration).reduce(.zero, +)
        let finding = finding(levels, loudest, silent)
        return Check(
            .audioSilence, finding?.result ?? .pass,
            expected: "peaks above \(SoundLevels.decibels(SoundLevels.silencePeak))",
            measured: "peaks \(words), \(silent) silent",
            tolerance: "silent-share \(tolerances.silentShare)",
            at: finding == nil ? nil : levels.silences.max { $0.duration < $1.duration },
            finding?.message ?? "The sound can be heard.")
    }

    private func finding(
        _ levels: SoundLevels, _ loudest: Float, _ silent: MediaTime
    ) -> (result: Check.Result, message: String)? {
        if loudest < Self.deadChannelPeak {
            // Sound that was asked for, and paid for, and isn't there.
            return (
                expectation.audio == .present ? .fail : .warn,
                "The soundtrack is silent from beginning to end."
            )
        }
        if loudest < SoundLevels.silencePeak {
            return (
                .warn,
                "The soundtrack is as good as silent: nothing in it is louder than "
                    + "\(SoundLevels.decibels(loudest))."
            )
        }
        // Of more than a pair, those behind and between are silent in many a film.
        let dead = levels.peaks.prefix(2).firstIndex { $0 < Self.deadChannelPeak }
        if let dead {
            return (.warn, "Channel \(dead + 1) of the sound is dead, the others aren't.")
        }
        if silent.seconds > tolerances.silentShare * levels.duration.seconds {
            return (.warn, "\(silent) of the \(levels.duration) of sound are silent.")
        }
        return nil
    }

    private func clipping(_ levels: SoundLevels) -> Check {
        let share = levels.clippedShare
        let permille = Int((share * 1000).rounded())
        let words = "\(permille / 10).\(permille % 10) %"
        let isClipped = share > tolerances.clippedShare
        return Check(
            .audioClipping, isClipped ? .warn : .pass,
            expected: "hardly a sample cut off", measured: "\(words) of the samples",
            tolerance: "clipped-share \(tolerances.clippedShare)",
            isClipped
                ? "The sound is distorted: it was cut off flat in \(words) of its samples."
                : "The sound isn't cut off at its loudest.")
    }
}
