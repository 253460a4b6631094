import DailiesDigest
import DailiesLedger
import DailiesThreads
import Foundation

// Fetching: what was paid for lands again, and nothing is bought.
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
        let reconciliation = reconciliation(ledger, at: provider)
        try await reconciliation.settleAll()
        var runs: [RunRecord] = []
        for run in try await ledger.runs()
        where names.isEmpty || names.contains(run.takeName) {
            if try await needsFetching(run, ledger) { runs.append(run) }
        }
        let outcomes = try await leftovers(context(ledger, reconciliation, nil)).follow(runs)
        _ = consume lock
        return outcomes
    }

    private func needsFetching(_ run: RunRecord, _ ledger: Ledger) async throws -> Bool {
        if run.isOpen { return true }
        guard run.state == .succeeded else { return false }
        guard let take = try await ledger.take(of: run) else { return true }
        switch TakeStanding(take) {
        case .notVerified, .damaged: return true
        case .accepted, .held, .rejected:
            let path = settings.folder.place(take.file)
            let digest = try await onOwnThread(named: "digest") { SHA256Digest(ofFile: path)?.hex }
            return digest != take.sha256
        }
    }
}
