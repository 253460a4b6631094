import DailiesLedger
import DailiesThreads
import Foundation

// Fetching: takes that were paid for are downloaded again, and nothing is bought.
extension Session {
    /// Downloads the takes that are missing or damaged, and follows the runs that are under way.
    ///
    /// A file is damaged if it isn't the one that landed, by its digest.
    ///
    /// - Parameter names: the takes to fetch; empty for all.
    /// - Returns: each run that was followed, and its outcome.
    /// - Throws: as `run()`.
    package func fetch(_ names: Set<String>) async throws -> [Leftovers.Outcome] {
        try createFolder()
        let lock = try ProductionLock.acquire(settings.folder)
        let ledger = try await settings.folder.openLedger()
        try await checkKind(ledger)
        try await openBudget(ledger)
        let claims = RunClaims(ledger: ledger, pace: settings.pace, drain: drain, emit: emit)
        let contexts = contexts(ledger, claims)
        let renewing = Task { await claims.keepRenewing() }
        defer { renewing.cancel() }
        try await settleAll(contexts)
        var runs: [RunRecord] = []
        for run in try await ledger.runs()
        where names.isEmpty || names.contains(run.takeName) {
            let take = try await ledger.take(of: run)
            if try await settings.folder.needsFetching(run, take) { runs.append(run) }
        }
        let outcomes = try await leftovers(contexts).follow(runs)
        _ = consume lock
        return outcomes
    }
}

extension ProductionFolder {
    /// Whether a run may still bring its take without another purchase, or the take's file isn't the one
    /// that landed.
    fileprivate func needsFetching(_ run: RunRecord, _ take: TakeRecord?) async throws -> Bool {
        if run.isUnfinished(take) { return true }
        guard run.state == .succeeded, let take else { return false }
        return try await !onOwnThread(named: "digest") { hasUnchangedFile(of: take) }
    }
}

extension ProductionStatus {
    /// The names of the takes that are missing or damaged, or that their runs may still bring.
    ///
    /// - Parameter names: the takes in question; empty for all.
    package func missing(
        _ names: Set<String>, in folder: ProductionFolder
    ) async throws -> Set<String> {
        var missing: Set<String> = []
        for entry in entries where names.isEmpty || names.contains(entry.run.takeName) {
            if try await folder.needsFetching(entry.run, entry.take) {
                missing.insert(entry.run.takeName)
            }
        }
        return missing
    }
}
