import DailiesLedger
package import DailiesPlanning

/// What a session with a plan would find in a production, and what it would buy.
package struct PurchaseForecast: Sendable, Hashable {
    /// The runs that have an accepted take.
    package private(set) var existing: [String] = []
    /// The runs that are under way, whose submit has an unknown outcome, or whose file is paid for and
    /// must be downloaded or verified again.
    package private(set) var underway: [String] = []
    /// The runs that would be bought; those that start with the last picture of a take that doesn't
    /// exist yet are among them.
    package private(set) var missing: [String] = []
    /// The quote of the missing runs.
    package private(set) var quote = Quote.zero

    /// Reads the production's ledger; nothing is written.
    ///
    /// - Throws: `SessionError.lostLedger` if there are takes without their ledger; `LedgerError`.
    package init(of plan: Plan, in folder: ProductionFolder) async throws {
        guard !folder.hasLostItsLedger else { throw SessionError.lostLedger(path: folder.path) }
        guard let ledger = try await folder.readLedgerIfAny() else {
            missing = plan.runs.map(\.name)
            quote = plan.quote
            return
        }
        let histories = RunHistories(
            ledger: ledger, folder: folder, plan: plan, acceptsFlagged: false)
        var accepted: [String: TakeRecord] = [:]
        for planned in plan.runs {
            var run = planned
            if let start = planned.startsFrom, let take = accepted[start] {
                run = planned.starting(
                    withLastPictureOf: take.run.takeName, sha256: take.sha256, size: nil,
                    contents: plan.contents)
            }
            let candidates = try await RunCandidates(run, histories, ledger).inOrder
            let history = try await histories.history(of: candidates.first ?? run)
            if let take = history.acceptedTake {
                accepted[planned.name] = take
                existing.append(planned.name)
            } else if history.unfinished != nil {
                underway.append(planned.name)
            } else {
                missing.append(planned.name)
                quote = quote + planned.quoteOfCandidates
            }
        }
    }
}
