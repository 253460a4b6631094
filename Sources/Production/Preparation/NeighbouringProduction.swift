import DailiesLanding
import DailiesLedger
package import DailiesPlanning
import Foundation

/// A production in the folder beside a new one that has bought most of the new one's runs: the list's
/// title was changed, or the list was renamed.
package struct NeighbouringProduction: Sendable, Hashable {
    package let folder: ProductionFolder
    /// The names that the bought runs have in the plan.
    package let names: [String]

    /// Looks into the folders beside the folder of a production; `nil` if the production exists
    /// already, or if no other one has bought more than half of its runs.
    ///
    /// A ledger that can't be read counts as none.
    package static func find(
        of plan: Plan, beside folder: ProductionFolder
    ) async -> NeighbouringProduction? {
        guard !folder.isProduction else { return nil }
        let parent = Landing.folder(of: folder.resolvedPath)
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        for entry in entries.sorted() {
            let other = ProductionFolder(path: (parent as NSString).appendingPathComponent(entry))
            guard other.hasLedger, let names = try? await bought(plan, in: other),
                names.count * 2 > plan.runs.count
            else { continue }
            return NeighbouringProduction(folder: other, names: names)
        }
        return nil
    }

    /// The names of the planned runs of which a production has bought the same requests.
    private static func bought(
        _ plan: Plan, in folder: ProductionFolder
    ) async throws -> [String] {
        let ledger = try await folder.readLedger()
        guard try await ledger.value("kind") == ProductionKind.bought.rawValue else { return [] }
        var names: [String] = []
        for planned in plan.runs {
            for run in try await ledger.runs(ofDigest: planned.digest)
            where try await EarlierPurchases.isBought(run, ledger) {
                names.append(planned.name)
                break
            }
        }
        return names
    }
}
