import DailiesAssembly
import DailiesJSON
import DailiesReporting
import Foundation

/// The sound levels where the clips of a film meet; the ledger keeps them, because they are measured
/// only while the film is made.
struct SeamSounds: Sendable {
    private let levels: [SeamLevel]

    init(_ levels: [SeamLevel]) { self.levels = levels }

    /// The ledger's key for the levels of a joined file.
    static func key(_ file: String) -> String { "seams \(file)" }

    /// The ledger's value: the level before and after each seam, in dBFS.
    var text: String {
        JSONValue.array(levels.map { .array([.number($0.before), .number($0.after)]) }).line
    }

    /// Reads the ledger's value; `nil` if it isn't that of these clips.
    init?(_ text: String?, _ clips: [DailiesReport.FilmEntry.ClipEntry]) {
        guard let text, let list = try? JSONValue(parsing: Data(text.utf8)).elements,
            list.count == clips.count - 1
        else { return nil }
        var levels: [SeamLevel] = []
        for (pair, clip) in zip(list, clips.dropFirst()) {
            guard let sides = pair.elements?.compactMap(\.number), sides.count == 2 else {
                return nil
            }
            levels.append(SeamLevel(time: clip.start, before: sides[0], after: sides[1]))
        }
        self.levels = levels
    }

    /// The seams for the report.
    var entries: [DailiesReport.FilmEntry.SeamEntry] {
        levels.map {
            DailiesReport.FilmEntry.SeamEntry(time: $0.time, before: $0.before, after: $0.after)
        }
    }

    /// Warnings of loud steps where a clip goes on from the one before; between two shots they may be
    /// intended.
    ///
    /// - Parameter continued: the indices of the clips that go on from the one before.
    func warnings(
        of clips: [DailiesReport.FilmEntry.ClipEntry], continued: Set<Int>
    ) -> [String] {
        levels.indices.filter { continued.contains($0 + 1) && levels[$0].isLoudStep }.map { index in
            let level = levels[index]
            let size = (abs(level.step) * 10).rounded() / 10
            return
                "Where \(clips[index + 1].take) goes on from \(clips[index].take), at \(level.time), "
                + "the sound becomes \(size) dB \(level.step > 0 ? "louder" : "quieter")."
        }
    }
}
