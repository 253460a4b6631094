// Queries about submits whose outcome is unknown.
extension Ledger {
    /// The runs whose submit may or may not have reached the provider, in the order of the intents.
    package func unresolvedRuns() throws(LedgerError) -> [RunRecord] {
        try readRuns("WHERE state IN (?, ?) ORDER BY id", Self.unresolved)
    }

    /// Other runs without a known outcome that have the same provider and endpoint as this run.
    package func unresolvedRuns(besides run: RunRecord) throws(LedgerError) -> [RunRecord] {
        try readRuns(
            "WHERE state IN (?, ?) AND id <> ? AND provider = ? AND endpoint = ? ORDER BY id",
            Self.unresolved + [
                .integer(run.id), .text(run.provider), .text(run.endpoint),
            ])
    }

    /// The ids of this run's provider that belong to other runs.
    package func claimedRemoteIDs(besides run: RunRecord) throws(LedgerError) -> Set<String> {
        var claimed: Set<String> = []
        try database.query(
            """
            SELECT remote_id FROM runs
            WHERE remote_id IS NOT NULL AND id <> ? AND provider = ? AND instance = ?
            """,
            [.integer(run.id), .text(run.provider), .text(run.instance)]
        ) { row in
            if let id = row.text(0) { claimed.insert(id) }
        }
        return claimed
    }

    /// The runs nearest to this one, before and after it, that have a provider's id and were
    /// submitted to the same server with our reference; `nil` where there is none.
    package func neighbours(
        of run: RunRecord
    ) throws(LedgerError) -> (before: RunRecord?, after: RunRecord?) {
        let condition = """
            WHERE remote_id IS NOT NULL AND reference_sent = 1 AND provider = ? AND instance = ?
            """
        let values: [SQLValue] = [.text(run.provider), .text(run.instance), .integer(run.id)]
        return (
            try readRuns("\(condition) AND id < ? ORDER BY id DESC LIMIT 1", values).first,
            try readRuns("\(condition) AND id > ? ORDER BY id LIMIT 1", values).first
        )
    }

    /// Whether another run may be using capacity of the server that this run is submitted to.
    package func hasOpenRun(besides run: RunRecord) throws(LedgerError) -> Bool {
        try database.firstInteger(
            """
            SELECT 1 FROM runs WHERE id <> ? AND provider = ? AND instance = ? AND state IN (?, ?)
            LIMIT 1
            """,
            [
                .integer(run.id), .text(run.provider), .text(run.instance),
                .text(RunRecord.State.accepted.rawValue), .text(RunRecord.State.unknown.rawValue),
            ]) != nil
    }

    private static var unresolved: [SQLValue] {
        [.text(RunRecord.State.intended.rawValue), .text(RunRecord.State.unknown.rawValue)]
    }
}
