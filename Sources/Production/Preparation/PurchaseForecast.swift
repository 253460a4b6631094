import DailiesLedger
package import DailiesPlanning
import DailiesThreads
import Foundation

/// What a session with a plan would find in a production, and what it would buy.
package struct PurchaseForecast: Sendable, Hashable {
    /// The runs that have an accepted take.
    package private(set) var existing: [String] = []
    /// The runs that are under way, or whose submit has an unknown outcome.
    package private(set) var underway: [String] = []
    /// The runs that would be bought; those that start with the last picture of a take that doesn't
    /// exist yet are among them.
    package private(set) var missing: [String] = []
    /// The quote of the missing runs.
    package private(set) var quote = Quote.zero

    /// Reads the production's ledger; nothing is written.
    ///
    /// - Throws: `LedgerError`.
    package init(of plan: Plan, in folder: ProductionFolder) async throws {
        guard folder.hasLedger else {
            missing = plan.runs.map(\.name)
            quote = plan.quote
            return
        }
        let ledger = try await folder.openLedger()
        let histories = RunHistories(ledger: ledger, plan: plan)
        var accepted: [String: TakeRecord] = [:]
        for planned in plan.runs {
            var run = planned
            if let start = planned.startsFrom, let take = accepted[start] {
                run = planned.starting(
                    withLastPictureOf: take.run.takeName, sha256: take.sha256, size: nil,
                    contents: plan.contents)
            }
            let history = try await histories.runs(of: run)
            if let take = try await Self.acceptedTake(in: history, ledger) {
                accepted[planned.name] = take
                existing.append(planned.name)
            } else if history.contains(where: \.isOpen) {
                underway.append(planned.name)
            } else {
                missing.append(planned.name)
                quote = quote + planned.quote
            }
        }
    }

    private static func acceptedTake(
        in history: [RunRecord], _ ledger: Ledger
    ) async throws -> TakeRecord? {
        for run in history.reversed() where run.state == .succeeded {
            if let take = try await ledger.take(of: run), TakeStanding(take) == .accepted {
                return take
            }
        }
        return nil
    }
}
