import DailiesLedger
import DailiesPlanning
import DailiesReporting

/// What a ledger and the files beside it say of a production, read at one moment.
struct LedgerReading: Sendable {
    /// All runs, in the order of their intents.
    let facts: [RunFacts]
    /// Oldest first.
    let sessions: [SessionRecord]
    /// Which of the runs make which run of the list.
    let listed: ListedRuns

    /// - Parameter outline: what the list wants.
    /// - Throws: `LedgerError`.
    init(_ ledger: Ledger, _ folder: ProductionFolder, _ outline: ReportOutline) async throws {
        facts = try await RunFacts.all(ledger, folder)
        sessions = try await ledger.sessions()
        var planned = try await ledger.plannedRuns()
        let parts = outline.shots.flatMap(\.parts)
        // A ledger that was rebuilt, or that an earlier version wrote, doesn't have them.
        if planned.isEmpty { planned = parts.map { PlannedRunEntry(name: $0.name) } }
        let predecessors = parts.compactMap { part in
            part.request.start?.lastPictureName.map { (part.name, $0) }
        }
        listed = ListedRuns(
            planned, facts,
            predecessors: Dictionary(predecessors, uniquingKeysWith: { first, _ in first }))
    }
}
