import DailiesMediaTime
import DailiesVerification
import Glibc

/// What has been seen and heard, judged: pure functions from facts to checks.
struct InspectionRules {
    let thresholds: InspectionThresholds

    func checks(_ scan: PictureScan) -> [Check] {
        // A black picture stands still as well; that is said once.
        let frozen = scan.frozen.filter { range in
            !scan.black.contains { $0.start <= range.start && range.end <= $0.end }
        }
        return [
            check(
                .blackFrames, "black", scan.black, longerThan: thresholds.blackWarning,
                of: scan.duration),
            check(
                .freeze, "frozen", frozen, longerThan: thresholds.freezeWarning, of: scan.duration),
        ]
    }

    private func check(
        _ code: CheckCode, _ word: String, _ all: [TimeRange], longerThan least: MediaTime,
        of duration: MediaTime
    ) -> Check {
        let ranges = all.filter { $0.duration >= least }
        let total = ranges.map(\.duration).reduce(.zero, +)
        guard let longest = ranges.max(by: { $0.duration < $1.duration }) else {
            return Check(
                code, .pass, expected: "less than \(least)", measured: "nothing of that length",
                "The picture is never \(word) for long.")
        }
        let isFault = total.seconds >= duration.seconds * thresholds.faultyShare
        return Check(
            code, isFault ? .fail : .warn,
            expected: "less than \(least)",
            measured: "\(total) in all",
            tolerance: "faulty-share \(thresholds.faultyShare)",
            at: longest,
            "The picture is \(word) from \(longest.start) to \(longest.end)"
                + (ranges.count > 1 ? ", and \(ranges.count - 1) times more." : "."))
    }

    func checks(_ scan: SoundScan) -> [Check] {
        let loudness = scan.integrated.map { "\(Self.tenths($0)) LUFS" } ?? "unknown"
        let peak = scan.truePeak.map { $0 > 0 ? "\(Self.tenths(20 * log10($0))) dBTP" : "none" }
        return [
            Check(
                .loudness, .pass,
                measured: "\(loudness), range \(scan.range.map(Self.tenths) ?? "?") LU, "
                    + "true peak \(peak ?? "unknown")",
                "The sound's loudness is \(loudness).")
        ]
    }

    private static func tenths(_ value: Double) -> String {
        let count = Int((max(-999, min(999, value)) * 10).rounded())
        return "\(count < 0 ? "-" : "")\(abs(count) / 10).\(abs(count) % 10)"
    }
}
