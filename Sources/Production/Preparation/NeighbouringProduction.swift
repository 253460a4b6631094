import DailiesLanding
import DailiesLedger
package import DailiesPlanning
import Foundation

/// A production in the folder beside a new one that has bought runs of its plan: the list's title was
/// changed, or the list was renamed.
package struct NeighbouringProduction: Sendable, Hashable {
    package let folder: ProductionFolder
    /// The names that the bought runs have in the plan.
    package let names: [String]
    /// Whether it seems to be the same list: at least half of the runs that are wanted now, or of those
    /// that were bought there, are the same.
    package let isSameList: Bool

    /// Looks into the folders beside the folder of a production, for the one that has bought most of
    /// its runs; `nil` if the production exists already, or if there is none.
    ///
    /// A ledger that can't be read counts as none.
    ///
    /// - Parameter shots: the only shots that are wanted now; `nil` for all.
    package static func find(
        of plan: Plan, only shots: Set<String>? = nil, beside folder: ProductionFolder
    ) async -> NeighbouringProduction? {
        guard !folder.isProduction else { return nil }
        let wanted = plan.runs.filter { shots?.contains($0.shot) != false }
        let parent = Landing.folder(of: folder.resolvedPath)
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        var best: NeighbouringProduction?
        for entry in entries.sorted() {
            let other = ProductionFolder(path: (parent as NSString).appendingPathComponent(entry))
            guard other.hasLedger, let found = try? await compare(wanted, with: other),
                found.names.count > best?.names.count ?? 0
            else { continue }
            best = found
        }
        return best
    }

    private static func compare(
        _ wanted: [PlannedRun], with folder: ProductionFolder
    ) async throws -> NeighbouringProduction? {
        let ledger = try await folder.readLedger()
        guard try await ledger.kind() == .bought else { return nil }
        let runs = try await ledger.runs()
        // Most neighbours have nothing in common: their takes aren't read.
        let digests = Set(wanted.flatMap(\.candidates).map(\.digest))
        guard !digests.isDisjoint(with: runs.map(\.digest)) else { return nil }
        var bought: Set<String> = []
        for run in runs where try await EarlierPurchases.isBought(run, ledger) {
            bought.insert(run.digest)
        }
        let same = wanted.filter { run in
            run.candidates.contains { bought.contains($0.digest) }
        }
        guard !same.isEmpty else { return nil }
        return NeighbouringProduction(
            folder: folder, names: same.map(\.name),
            isSameList: same.count * 2 >= min(wanted.count, bought.count))
    }
}
