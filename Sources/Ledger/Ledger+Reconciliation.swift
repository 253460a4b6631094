// Queries about submits whose outcome is unknown.
extension Ledger {
    /// The runs whose submit may or may not have reached the provider, in the order of the intents.
    package func unresolvedRuns() throws(LedgerError) -> [RunRecord] {
        try readRuns("WHERE state IN (?, ?) ORDER BY id", Self.unresolved)
    }

    /// Other runs without a known outcome that have the same provider and endpoint as this run, and
    /// another digest.
    package func unresolvedRuns(besides run: RunRecord) throws(LedgerError) -> [RunRecord] {
        try readRuns(
            """
            WHERE state IN (?, ?) AND id <> ? AND digest <> ? AND provider = ? AND endpoint = ?
            ORDER BY id
            """,
            Self.unresolved + [
                .integer(run.id), .text(run.digest), .text(run.provider), .text(run.endpoint),
            ])
    }

    /// The provider's ids that belong to other runs than this one.
    package func claimedRemoteIDs(besides run: RunRecord) throws(LedgerError) -> Set<String> {
        var claimed: Set<String> = []
        try database.execute(
            "SELECT remote_id FROM runs WHERE remote_id IS NOT NULL AND id <> ?",
            [.integer(run.id)]
        ) { row in
            if let id = row.text(0) { claimed.insert(id) }
        }
        return claimed
    }

    /// The latest run that has a provider's id and was submitted to this server; `nil` if there is
    /// none.
    ///
    /// - Parameter instance: the provider's base address.
    package func lastAcceptedRun(
        provider: String, instance: String
    ) throws(LedgerError) -> RunRecord? {
        try readRuns(
            """
            WHERE remote_id IS NOT NULL AND provider = ? AND instance = ?
            ORDER BY id DESC LIMIT 1
            """,
            [.text(provider), .text(instance)]
        ).first
    }

    /// Whether another run may be using capacity of the server that this run is submitted to.
    package func hasOpenRun(besides run: RunRecord) throws(LedgerError) -> Bool {
        var isFound = false
        try database.execute(
            """
            SELECT 1 FROM runs WHERE id <> ? AND provider = ? AND instance = ? AND state IN (?, ?)
            LIMIT 1
            """,
            [
                .integer(run.id), .text(run.provider), .text(run.instance),
                .text(RunRecord.State.accepted.rawValue), .text(RunRecord.State.unknown.rawValue),
            ]
        ) { _ in isFound = true }
        return isFound
    }

    private static var unresolved: [SQLValue] {
        [.text(RunRecord.State.intended.rawValue), .text(RunRecord.State.unknown.rawValue)]
    }
}
