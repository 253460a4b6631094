import DailiesMediaTime
import DailiesVerification

/// Checks of how pictures follow each other.
///
/// None of them fails a file: what they find may be intended.
extension InspectionRules {
    func sequenceChecks(
        _ parts: SequenceAnalyzer, _ sequence: PictureSequence
    ) -> [Check] {
        [
            repeatedFrames(sequence.steps), patches(parts.patches.patches),
            flicker(parts.changes), frozenEnds(sequence, end: parts.end), flashes(parts.flashes),
        ]
    }

    /// Pictures that repeat the one before, while the others move.
    private func repeatedFrames(_ steps: [PictureSequence.Step]) -> Check {
        let count = steps.indices.count { index in
            let before = steps[max(0, index - Self.repetitions)..<index].map(\.luma).max() ?? 0
            let after = steps.dropFirst(index + 1).prefix(Self.repetitions).map(\.luma).max() ?? 0
            let around = min(before, after)
            return around >= Self.minimumMotion && steps[index].luma * 6 <= around
        }
        let share = Double(count) / Double(max(1, steps.count))
        let isMany = share > thresholds.repeatedFrames
        return Check(
            .repeatedFrames, isMany ? .warn : .pass, expected: "each picture once",
            measured: "\(count) of \(steps.count + 1) repeated",
            tolerance: "repeated-frames \(thresholds.repeatedFrames)",
            isMany
                ? "\(count) of \(steps.count + 1) pictures repeat the one before: the true frame rate "
                    + "is lower."
                : "Hardly any picture repeats the one before.")
    }

    /// How often a picture is repeated at most.
    private static let repetitions = 4
    /// The mean difference of pictures that move.
    private static let minimumMotion: Float = 0.35

    private func patches(_ all: [PatchDetector.Patch]) -> Check {
        let long = all.filter { $0.time.duration >= thresholds.patchWarning }
        let longest = long.max { $0.time.duration < $1.time.duration }
        return Check(
            .patch, longest == nil ? .pass : .warn,
            expected: "less than \(thresholds.patchWarning)",
            measured: longest.map { "\(Int(($0.share * 100).rounded())) % of the picture" }
                ?? "nothing of that length",
            tolerance: "patch \(thresholds.patchWarning)", at: longest?.time,
            longest.map {
                "\(Int(($0.share * 100).rounded())) % of the picture are one colour from "
                    + "\($0.time.start) to \($0.time.end)."
            } ?? "No part of the picture becomes one colour.")
    }

    // MARK: Brightness

    /// Changes of brightness that go up and down again, over the picture as a whole.
    private func flicker(_ steps: [SequenceAnalyzer.Change]) -> Check {
        let turns = zip(steps, steps.dropFirst()).map { step, next in
            let isTurn = step.brightness * next.brightness < 0
            let size = isTurn ? min(abs(step.brightness), abs(next.brightness)) : 0
            return (time: next.time, size: Double(size))
        }
        var (worst, at) = (0.0, MediaTime.zero)
        var first = 0
        var sum = 0.0
        for last in turns.indices {
            sum += turns[last].size
            while turns[last].time - turns[first].time >= MediaTime(seconds: 1) {
                sum -= turns[first].size
                first += 1
            }
            // Only whole seconds, except in a clip that is shorter.
            guard first > 0 || last == turns.count - 1 else { continue }
            let mean = sum / Double(last - first + 1)
            if mean > worst { (worst, at) = (mean, turns[first].time) }
        }
        let isFlicker = worst >= thresholds.flicker
        let tenths = Int((worst * 10).rounded())
        return Check(
            .flicker, isFlicker ? .warn : .pass, expected: "less than \(thresholds.flicker)",
            measured: "\(tenths / 10).\(tenths % 10) code values",
            tolerance: "flicker \(thresholds.flicker)",
            at: isFlicker ? TimeRange(start: at, duration: MediaTime(seconds: 1)) : nil,
            isFlicker
                ? "The brightness flickers from picture to picture, most in the second from \(at)."
                : "The brightness doesn't flicker.")
    }

    private func flashes(_ flashes: FlashDetector) -> Check {
        let isDangerous = flashes.worstShare >= FlashDetector.flashingShare
        let percent = Int((flashes.worstShare * 100).rounded())
        return Check(
            .flashes, isDangerous ? .warn : .pass,
            expected: "less than 25 % of the picture", measured: "\(percent) % of the picture",
            at: isDangerous
                ? TimeRange(
                    start: max(.zero, flashes.worstTime - MediaTime(seconds: 1)),
                    end: flashes.worstTime) : nil,
            isDangerous
                ? "The picture flashes more than three times in the second before "
                    + "\(flashes.worstTime), which can provoke seizures."
                : "The picture doesn't flash more than three times a second.")
    }

    // MARK: Ends

    /// A head or a tail that stands still, in a clip that moves otherwise.
    private func frozenEnds(_ sequence: PictureSequence, end: MediaTime) -> Check {
        let steps = sequence.steps
        let start = sequence.start ?? .zero
        let head = steps.prefix { $0.luma < Self.minimumMotion }.count
        let tail = steps.reversed().prefix { $0.luma < Self.minimumMotion }.count
        let moving = steps.dropFirst(head).dropLast(head == steps.count ? 0 : tail)
            .map(\.luma).sorted()
        let moves = !moving.isEmpty && moving[moving.count / 2] >= Self.clearMotion
        let from = head > 0 ? steps[head - 1].time : start
        let to = tail > 0 && tail < steps.count ? steps[steps.count - 1 - tail].time : end
        let isHead = from - start >= thresholds.freezeWarning
        let isTail = end - to >= thresholds.freezeWarning
        guard moves || !(isHead || isTail) else {
            return .skipped(
                .frozenEnds,
                "Not checked: nothing moves clearly enough to tell its ends from the rest.")
        }
        let usable = TimeRange(
            start: isHead ? from : start, end: isTail ? to : end)
        return Check(
            .frozenEnds, isHead || isTail ? .warn : .pass,
            expected: "less than \(thresholds.freezeWarning)",
            measured: "moves from \(usable.start) to \(usable.end)",
            tolerance: "freeze \(thresholds.freezeWarning)",
            at: isHead
                ? TimeRange(start: start, end: from)
                : isTail ? TimeRange(start: to, end: end) : nil,
            isHead || isTail
                ? "The picture only moves from \(usable.start) to \(usable.end)."
                : "The picture doesn't stand still at its beginning or end.")
    }

    /// The median difference of pictures in a clip that clearly moves.
    private static let clearMotion: Float = 1
}
