import DailiesAssembly
import DailiesLedger
import DailiesReporting
import DailiesVerification
import Foundation

// The contact sheet: a picture of each shot with its verdict.
extension FilmExport {
    /// Blocks while it reads the stills.
    var contactSheet: ContactSheet {
        var shots: [[ExportedRun]] = []
        for run in runs {
            if shots.last?.first?.shot.id == run.shot.id {
                shots[shots.count - 1].append(run)
            } else {
                shots.append([run])
            }
        }
        // The sheet's letters have no marks.
        let plain = title.folding(options: .diacriticInsensitive, locale: nil)
        return ContactSheet(title: "\(plain): \(shots.count.of("shot"))", tiles: shots.map(tile))
    }

    private func tile(_ runs: [ExportedRun]) -> ContactSheet.Tile {
        let takes = runs.compactMap(\.chosen)
        guard !takes.isEmpty else { return tileWithoutChosen(runs) }
        let verdicts = runs.map { $0.chosen?.record.verdict }
        let (word, mark): (String, ContactSheet.Mark) =
            if takes.count < runs.count {
                ("\(runs.count - takes.count) of \(runs.count) parts missing", .bad)
            } else if verdicts.contains(.fail) {
                ("fail", .bad)
            } else if verdicts.contains(.warn) {
                ("warn", .doubtful)
            } else if verdicts.allSatisfy({ $0 == .pass }) {
                ("pass", .good)
            } else {
                ("not verified", .doubtful)
            }
        let chosen = takes.contains(where: \.isCircled) ? ", circled" : ""
        let names = takes.map(\.name).joined(separator: " ")
        return ContactSheet.Tile(
            picture: takes.first.flatMap(still), title: runs.first?.shot.id ?? "",
            detail: "\(word)\(chosen) \(names)", mark: mark)
    }

    /// The tile of a shot that the film has no take of: its newest take, if there is one.
    private func tileWithoutChosen(_ runs: [ExportedRun]) -> ContactSheet.Tile {
        let title = runs.first?.shot.id ?? ""
        guard let newest = runs.flatMap(\.others).max(by: { $0.record.run.id < $1.record.run.id })
        else {
            return ContactSheet.Tile(
                picture: nil, title: title, detail: "no take", mark: .absent)
        }
        let verdict = newest.record.verdict?.rawValue ?? "not verified"
        return ContactSheet.Tile(
            picture: still(of: newest), title: title,
            detail: "\(verdict) \(newest.name), not used", mark: .bad)
    }

    /// The still that was kept when the take was verified, or one made now.
    private func still(of take: ExportedTake) -> [UInt8]? {
        TakeStill(folder: folder).read(
            of: take.name, in: take.record.file, duration: take.duration)
    }
}
