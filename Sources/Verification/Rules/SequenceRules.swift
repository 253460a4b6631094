import DailiesMediaTime

/// Judges how pictures follow each other: pure functions from steps to checks.
///
/// None of them fails a file: what they find may be intended.
struct SequenceRules {
    let expectation: Expectation
    let tolerances: Tolerances

    func checks(_ sequence: PictureSequence) -> [Check] {
        guard sequence.count > 0 else {
            return [CheckCode.oddFrames, .foreignPictures, .innerCuts].map {
                .skipped($0, "Not checked: no picture could be compared with the next one.")
            }
        }
        let odd = oddFrames(sequence.steps)
        return [
            check(odd), inserts(sequence.inserts.inserts), innerCuts(sequence, odd),
        ]
    }

    // MARK: Odd pictures

    /// The times of single pictures that differ from both their neighbours, which resemble each other.
    private func oddFrames(_ steps: [PictureSequence.Step]) -> [TimeRange] {
        zip(steps, steps.dropFirst()).filter { step, next in
            Self.isOdd(step.luma, next.luma, next.lumaOverTwo)
                || Self.isOdd(step.chroma, next.chroma, next.chromaOverTwo)
        }.map { TimeRange(start: $0.time, end: $1.time) }
    }

    private func check(_ odd: [TimeRange]) -> Check {
        Check(
            .oddFrames, odd.isEmpty ? .pass : .warn, expected: "none",
            measured: "\(odd.count) odd pictures",
            at: odd.first.map { TimeRange(start: $0.start, duration: .zero) },
            odd.first.map {
                "\(odd.count) single pictures differ from those around them, the first at \($0.start)."
            } ?? "No single picture differs from those around it.")
    }

    /// Whether both steps are far larger than the difference between the neighbours.
    static func isOdd(_ before: Float, _ after: Float, _ around: Float?) -> Bool {
        around.map { min(before, after) > 3 * $0 + 3 } ?? false
    }

    // MARK: Cuts

    private func inserts(_ all: [TimeRange]) -> Check {
        let unasked = all.filter { !isAsked($0.start) && !isAsked($0.end) }
        return Check(
            .foreignPictures, unasked.isEmpty ? .pass : .warn, expected: "none",
            measured: "\(unasked.count) ranges", at: unasked.first,
            unasked.first.map {
                "The picture shows something else from \($0.start) to \($0.end), and then goes on as "
                    + "before."
            } ?? "The picture never shows something else in between.")
    }

    /// Cuts; a warning where the file must be one shot, otherwise only reported.
    private func innerCuts(_ sequence: PictureSequence, _ odd: [TimeRange]) -> Check {
        // Odd pictures and inserts have their own checks.
        let reported = odd + sequence.inserts.inserts
        let cuts = sequence.cuts.cuts.filter { cut in
            !reported.contains { $0.start == cut || $0.end == cut }
        }
        let unasked = cuts.filter { !isAsked($0) }
        let isWarning = expectation.isOneShot && !unasked.isEmpty
        let times = cuts.prefix(Self.listedCuts).map(\.description).joined(separator: ", ")
        return Check(
            .innerCuts, isWarning ? .warn : .pass,
            expected: expectation.isOneShot
                ? expectation.cuts.isEmpty ? "none" : "only those that are expected" : nil,
            measured: cuts.isEmpty
                ? "none"
                : "\(counted(cuts.count, "cut")): \(times)"
                    + (cuts.count > Self.listedCuts ? ", …" : ""),
            tolerance: expectation.cuts.isEmpty ? nil : "cut-offset \(tolerances.cutOffset)",
            at: isWarning ? unasked.first.map { TimeRange(start: $0, duration: .zero) } : nil,
            isWarning
                ? "The picture cuts to something else at \(unasked[0]), within one shot."
                : cuts.isEmpty ? "The picture doesn't cut." : "The picture cuts at \(times).")
    }

    /// How many cuts are named.
    private static let listedCuts = 8

    private func isAsked(_ time: MediaTime) -> Bool {
        expectation.cuts.contains { ($0 - time).magnitude <= tolerances.cutOffset }
    }
}
