import DailiesInspection
import DailiesMediaTime
import DailiesReporting
import DailiesThreads

/// Finds flashes that only arise where the takes of a film meet.
struct SeamFlashes: Sendable {
    let folder: ProductionFolder

    /// The warnings of a film: a flash is one, and so are seams that could not be checked.
    func warnings(of clips: [DailiesReport.FilmEntry.ClipEntry]) async throws -> [String] {
        let ends = TakeEnds(folder: folder)
        return try await onOwnThread(named: "seams") {
            let kept = clips.map { $0.isSlate ? nil : ends.kept(of: $0.take) }
            var warnings: [String] = []
            var unchecked = 0
            for index in clips.indices.dropLast() where !clips[index].isSlate {
                let next = clips[index + 1]
                if next.isSlate { continue }
                guard let before = kept[index], let after = kept[index + 1] else {
                    unchecked += 1
                    continue
                }
                let share = before.flashingShare(before: after)
                if share >= EndBrightness.dangerousShare {
                    warnings.append(
                        "Where \(next.take) follows \(clips[index].take), at \(next.start), "
                            + "\(Int((share * 100).rounded())) % of the picture flash more than three "
                            + "times in a second, which can provoke seizures.")
                }
            }
            if unchecked > 0 {
                warnings.append(
                    "Flashes were not looked for at \(unchecked) of the film's seams: an earlier version "
                        + "verified their takes, or their .brightness files are missing.")
            }
            return warnings
        }
    }
}
