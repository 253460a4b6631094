import DailiesMediaFilter
import DailiesMediaTime
import DailiesVerification
import Glibc

/// Judges the analyzed pictures and sound: pure functions from measured values to checks.
struct InspectionRules {
    let thresholds: InspectionThresholds
    let expectation: Expectation
    let tolerances: Tolerances
    /// How long the picture lasts.
    let duration: MediaTime
    /// The presentation times of the key frames.
    let keyFrames: [MediaTime]

    /// The checks of the pictures.
    ///
    /// - Parameters:
    ///   - sequence: how the pictures follow each other.
    ///   - decoded: how many pictures were decoded.
    func checks(
        _ pictures: PictureAnalyzer, _ sequence: PictureSequence, decoded: Int
    ) -> [Check] {
        let isComplete = pictures.closeCount == decoded
        let message =
            "Not fully checked: every picture was decoded, but only \(pictures.closeCount) of "
            + "\(decoded) were compared with the next one; the packet sizes of the others aren't "
            + "suspicious."
        // These two need every picture; all else is found in samples.
        let close: Set<CheckCode> = [.blackFrames, .freeze]
        return sequenceChecks(pictures.sequence, sequence) + [motion(pictures.motion)]
            + rangeChecks(pictures, sequence).map { check in
                isComplete || check.result != .pass || !close.contains(check.code)
                    ? check : .skipped(check.code, message)
            } + [noise(pictures), bars(pictures)] + cuts(pictures)
    }

    /// Whether a fault of this length makes the clip useless.
    func isFault(_ length: MediaTime) -> Bool {
        length.seconds >= duration.seconds * thresholds.faultyShare
    }

    // MARK: Cuts

    private func cuts(_ pictures: PictureAnalyzer) -> [Check] {
        expectation.cuts.map { expected in
            let nearest = pictures.cuts.min {
                ($0 - expected).magnitude < ($1 - expected).magnitude
            }
            let isThere =
                nearest.map { ($0 - expected).magnitude <= tolerances.cutOffset } ?? false
            return Check(
                .cuts, isThere ? .pass : .warn,
                expected: expected.description, measured: nearest?.description ?? "no cut",
                tolerance: "cut-offset \(tolerances.cutOffset)",
                at: isThere ? nil : TimeRange(start: expected, duration: .zero),
                isThere
                    ? "The picture cuts at \(expected), as expected."
                    : "The picture doesn't cut at \(expected), where the next prompt begins.")
        }
    }

    // MARK: Sound

    /// The loudness of the sound, which is reported and never judged.
    func checks(_ sound: LoudnessAnalyzer) -> [Check] {
        let loudness = sound.meter.integrated.map { "\(Self.tenths($0)) LUFS" } ?? "unknown"
        let peak = sound.meter.truePeak.map {
            $0 > 0 ? "\(Self.tenths(20 * log10($0))) dBTP" : "none"
        }
        return [
            Check(
                .loudness, .pass,
                measured: "\(loudness), range \(sound.meter.range.map(Self.tenths) ?? "?") LU, "
                    + "true peak \(peak ?? "unknown")",
                "The sound's loudness is \(loudness).")
        ]
    }

    static func tenths(_ value: Double) -> String {
        let count = Int((max(-999, min(999, value)) * 10).rounded())
        return "\(count < 0 ? "-" : "")\(abs(count) / 10).\(abs(count) % 10)"
    }
}
