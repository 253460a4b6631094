import DailiesMediaTime

/// Judges the decoded sound: pure functions from levels to checks.
struct SoundRules {
    let expectation: Expectation
    let tolerances: Tolerances

    /// Peak below which a channel carries no sound: -80 dBFS.
    private static let deadChannelPeak: Float = 0.0001

    func checks(_ scan: DecodeScan) -> [Check] {
        let levels = scan.levels
        guard levels.isComplete, let loudest = levels.peaks.max() else {
            return [
                CheckCode.audioSilence, .lateSound, .audioDropout, .audioClipping, .audioClicks,
            ].map { code in
                .skipped(
                    code, expected: "audible sound",
                    "Not checked: the sound's samples can't be read.")
            }
        }
        return [
            silence(levels, loudest), lateSound(levels), deadAir(levels), dropout(levels),
            clipping(levels), clicks(levels),
        ]
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
            // Requested sound that is missing is a fault.
            return (
                expectation.audio == .present ? .fail : .warn,
                "The soundtrack is silent from beginning to end."
            )
        }
        if loudest < SoundLevels.silencePeak {
            return (
                .warn,
                "The soundtrack is almost silent: its peak is "
                    + "\(SoundLevels.decibels(loudest))."
            )
        }
        // Surround and centre channels are silent in many films: only the first two count.
        let dead = levels.peaks.prefix(2).firstIndex { $0 < Self.deadChannelPeak }
        if let dead {
            return (.warn, "Channel \(dead + 1) of the sound is silent, other channels aren't.")
        }
        if silent.seconds > tolerances.silentShare * levels.duration.seconds {
            return (.warn, "\(silent) of the \(levels.duration) of sound are silent.")
        }
        return nil
    }

    /// Digital silence at the beginning, before sound that begins at once.
    private func lateSound(_ levels: SoundLevels) -> Check {
        let padding = levels.padding ?? .zero
        let isLate = padding >= tolerances.lateSound
        return Check(
            .lateSound, isLate ? .warn : .pass, expected: "less than \(tolerances.lateSound)",
            measured: padding.description, tolerance: "late-sound \(tolerances.lateSound)",
            at: isLate ? TimeRange(start: .zero, end: padding) : nil,
            isLate
                ? "The sound begins at once after \(padding) of digital silence: it may come late by "
                    + "that much."
                : "No padding comes before the sound.")
    }

    /// How long the sound is silent at its beginning and end; never judged.
    private func deadAir(_ levels: SoundLevels) -> Check {
        let ends = levels.audible.map { audible in
            (start: max(.zero, audible.start), end: max(.zero, levels.duration - audible.end))
        }
        let words =
            ends.map { "\($0.start) at the beginning, \($0.end) at the end" } ?? "throughout"
        return Check(.deadAir, .pass, measured: words, "The sound is silent: \(words).")
    }

    private func dropout(_ levels: SoundLevels) -> Check {
        let long = levels.dropouts.filter { $0.duration >= tolerances.dropout }
        let longest = long.max { $0.duration < $1.duration }
        return Check(
            .audioDropout, longest == nil ? .pass : .warn,
            expected: "less than \(tolerances.dropout)",
            measured: "\(long.map(\.duration).reduce(.zero, +)) in all",
            tolerance: "dropout \(tolerances.dropout)", at: longest,
            longest.map {
                "The sound is switched off from \($0.start) to \($0.end)"
                    + (long.count > 1 ? ", and \(long.count - 1) times more." : ".")
            } ?? "The sound is never switched off for long.")
    }

    /// Single samples that stand out of smooth sound.
    ///
    /// Old recordings crackle, so it only warns.
    private func clicks(_ levels: SoundLevels) -> Check {
        let count = levels.clicks.count
        return Check(
            .audioClicks, count == 0 ? .pass : .warn, expected: "no click",
            measured: counted(count, "click"),
            at: levels.clicks.first.map { TimeRange(start: $0, duration: .zero) },
            levels.clicks.first.map {
                "The sound clicks at \($0)"
                    + (count > 1 ? ", and \(counted(count - 1, "time")) more." : ".")
            } ?? "No click stands out of the sound.")
    }

    private func clipping(_ levels: SoundLevels) -> Check {
        let share = levels.clippedShare
        let permille = Int((share * 1000).rounded())
        let words = "\(permille / 10).\(permille % 10) %"
        let isClipped = share > tolerances.clippedShare
        return Check(
            .audioClipping, isClipped ? .warn : .pass,
            expected: "hardly any clipped sample", measured: "\(words) of the samples",
            tolerance: "clipped-share \(tolerances.clippedShare)",
            isClipped
                ? "The sound is distorted: \(words) of its samples are clipped."
                : "The sound isn't clipped.")
    }
}
