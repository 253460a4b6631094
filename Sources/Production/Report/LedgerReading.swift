import DailiesLedger
import DailiesPlanning
import DailiesReporting

/// What a ledger and the files beside it say of a production, read at one moment.
struct LedgerReading: Sendable {
    /// All runs, in the order of their intents.
    let facts: [RunFacts]
    /// Oldest first.
    let sessions: [SessionRecord]
    /// The runs by the shot or part of the list that they were bought for.
    let listed: ListedRuns

    /// The session that began last if it has no end yet, otherwise the one that ended last: of sessions
    /// that share a ledger, an earlier one may end later.
    var lastSession: SessionRecord? {
        guard let last = sessions.last, last.endedAt != nil else { return sessions.last }
        return sessions.max { ($0.endedAt ?? 0) < ($1.endedAt ?? 0) }
    }

    /// - Parameters:
    ///   - outline: what the list wants.
    ///   - runs: the runs that it wants; none if that isn't known.
    /// - Throws: `LedgerError`.
    init(
        _ ledger: Ledger, _ folder: ProductionFolder, _ outline: ReportOutline,
        _ runs: [PlannedRunEntry]
    ) async throws {
        facts = try await RunFacts.all(ledger, folder)
        sessions = try await ledger.sessions()
        let parts = outline.shots.flatMap(\.parts)
        // A ledger that was rebuilt, or that an earlier version wrote, doesn't have them.
        let planned = runs.isEmpty ? parts.map { PlannedRunEntry(name: $0.name) } : runs
        let predecessors = parts.compactMap { part in
            part.request.start?.lastPictureName.map { (part.name, $0) }
        }
        listed = ListedRuns(
            planned, facts,
            predecessors: Dictionary(predecessors, uniquingKeysWith: { first, _ in first }))
    }
}
