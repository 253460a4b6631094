import DailiesMediaTime
import DailiesVerification

/// Checks of how pictures follow each other.
///
/// None of them fails a file: what they find may be intended.
extension InspectionRules {
    func sequenceChecks(_ sequence: SequenceAnalyzer) -> [Check] {
        [
            oddFrames(sequence.steps), repeatedFrames(sequence.steps),
            patches(sequence.patches.patches), inserts(sequence.inserts.inserts),
            flicker(sequence.steps), frozenEnds(sequence), flashes(sequence.flashes),
        ]
    }

    /// Single pictures that differ from both their neighbours, which resemble each other.
    private func oddFrames(_ steps: [SequenceAnalyzer.Step]) -> Check {
        let odd = zip(steps, steps.dropFirst()).filter { step, next in
            Self.isOdd(step.luma, next.luma, next.lumaOverTwo)
                || Self.isOdd(step.chroma, next.chroma, next.chromaOverTwo)
        }.map(\.0.time)
        return Check(
            .oddFrames, odd.isEmpty ? .pass : .warn, expected: "none",
            measured: "\(odd.count) odd pictures",
            at: odd.first.map { TimeRange(start: $0, duration: .zero) },
            odd.first.map {
                "\(odd.count) single pictures differ from those around them, the first at \($0)."
            } ?? "No single picture differs from those around it.")
    }

    /// Whether both steps are far larger than the difference between the neighbours.
    static func isOdd(_ before: Float, _ after: Float, _ around: Float?) -> Bool {
        around.map { min(before, after) > 3 * $0 + 3 } ?? false
    }

    /// Pictures that repeat the one before, while the others move.
    private func repeatedFrames(_ steps: [SequenceAnalyzer.Step]) -> Check {
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

    private func inserts(_ all: [TimeRange]) -> Check {
        let unasked = all.filter { insert in
            !expectation.cuts.contains {
                ($0 - insert.start).magnitude <= thresholds.cutOffset
                    || ($0 - insert.end).magnitude <= thresholds.cutOffset
            }
        }
        return Check(
            .foreignPictures, unasked.isEmpty ? .pass : .warn, expected: "none",
            measured: "\(unasked.count) ranges", at: unasked.first,
            unasked.first.map {
                "The picture shows something else from \($0.start) to \($0.end), and then goes on as "
                    + "before."
            } ?? "The picture never shows something else in between.")
    }

    // MARK: Brightness

    /// Changes of brightness that go up and down again, over the picture as a whole.
    private func flicker(_ steps: [SequenceAnalyzer.Step]) -> Check {
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
        let isDangerous = flashes.worstShare >= Self.flashingShare
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

    /// The share of the picture from which flashes are dangerous (WCAG 2.2).
    private static let flashingShare = 0.25

    // MARK: Ends

    /// A head or a tail that stands still, in a clip that moves otherwise.
    private func frozenEnds(_ sequence: SequenceAnalyzer) -> Check {
        let steps = sequence.steps
        let start = sequence.start ?? .zero
        let head = steps.prefix { $0.luma < Self.minimumMotion }.count
        let tail = steps.reversed().prefix { $0.luma < Self.minimumMotion }.count
        let moving = steps.dropFirst(head).dropLast(head == steps.count ? 0 : tail)
            .map(\.luma).sorted()
        let moves = !moving.isEmpty && moving[moving.count / 2] >= Self.clearMotion
        let from = head > 0 ? steps[head - 1].time : start
        let to = tail > 0 && tail < steps.count ? steps[steps.count - 1 - tail].time : sequence.end
        let isHead = moves && from - start >= thresholds.freezeWarning
        let isTail = moves && sequence.end - to >= thresholds.freezeWarning
        let usable = TimeRange(
            start: isHead ? from : start, end: isTail ? to : sequence.end)
        return Check(
            .frozenEnds, isHead || isTail ? .warn : .pass,
            expected: "less than \(thresholds.freezeWarning)",
            measured: "moves from \(usable.start) to \(usable.end)",
            tolerance: "freeze \(thresholds.freezeWarning)",
            at: isHead
                ? TimeRange(start: start, end: from)
                : isTail ? TimeRange(start: to, end: sequence.end) : nil,
            isHead || isTail
                ? "The picture only moves from \(usable.start) to \(usable.end)."
                : "The picture doesn't stand still at its beginning or end.")
    }

    /// The median difference of pictures in a clip that clearly moves.
    private static let clearMotion: Float = 1
}
