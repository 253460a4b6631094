// The budget beside SQLite's ledgers: one file that all productions of a user write to.
extension SQLiteDatabase {
    /// Attaches the user's budget, the file in which the runs of all productions are counted, and
    /// brings the entries of this production up to date.
    ///
    /// From then on every step of a run changes the budget in the same transaction, by triggers: a run
    /// is counted there before its request is sent. SQLite commits this ledger before the budget. If
    /// the power fails between the two, the ledger has a run that the budget doesn't have; that run
    /// was never sent, and the next call of this method counts it.
    ///
    /// - Parameters:
    ///   - path: the budget's file; created if it doesn't exist.
    ///   - production: the path of the production's folder, for people who read the file.
    /// - Throws: `LedgerError`, also if a later version wrote the file.
    func openBudget(at path: String, production: String) throws(LedgerError) {
        try execute("ATTACH DATABASE ? AS budget", [.text(path)])
        do {
            try useWriteAheadLog(of: "budget")
            try execute("PRAGMA budget.synchronous = EXTRA")
            try transaction { () throws(LedgerError) in try migrateBudget(path) }
            try execute("CREATE TEMP TABLE budget_owner (production TEXT NOT NULL)")
            try execute("INSERT INTO budget_owner VALUES (?)", [.text(production)])
            try execute(Self.countInBudget("TRUE"))
            for (name, event, run) in Self.budgetTriggers {
                try execute(
                    """
                    CREATE TEMP TRIGGER \(name) AFTER \(event)
                    BEGIN \(Self.countInBudget("counted_runs.id = \(run)")); END
                    """)
            }
            hasBudget = true
        } catch {
            // The ledger stays usable without the budget.
            for (name, _, _) in Self.budgetTriggers {
                _ = try? execute("DROP TRIGGER IF EXISTS temp.\(name)")
            }
            _ = try? execute("DROP TABLE IF EXISTS temp.budget_owner")
            _ = try? execute("DETACH DATABASE budget")
            throw error
        }
    }

    /// The triggers that count a run in the budget: the name, after which event, and the id of the
    /// run.
    private static let budgetTriggers = [
        ("budget_follows_money", "INSERT ON main.money", "NEW.run"),
        (
            "budget_follows_state", "UPDATE OF state, remote_id, intended_at ON main.runs",
            "NEW.id"
        ),
    ]

    /// The statement that writes what runs count under a cap to the budget.
    private static func countInBudget(_ condition: String) -> String {
        """
        INSERT INTO purchases (reference, production, take, provider, bought_at, microdollars)
        SELECT runs.client_ref, (SELECT production FROM temp.budget_owner),
            runs.shot || runs.part || '-t' || runs.take, runs.provider, runs.intended_at,
            counted_runs.counted
        FROM main.counted_runs JOIN main.runs ON runs.id = counted_runs.id
        WHERE \(condition)
        ON CONFLICT (reference) DO UPDATE
            SET bought_at = excluded.bought_at, microdollars = excluded.microdollars
        """
    }

    private func migrateBudget(_ path: String) throws(LedgerError) {
        let version = try firstInteger("PRAGMA budget.user_version") ?? 0
        guard version <= 1 else {
            throw LedgerError("\(path) was written by a later version of dailies; use that version")
        }
        guard version == 0 else { return }
        // The key is the run's own reference: a copied or moved production counts once.
        try execute(
            """
            CREATE TABLE budget.purchases (
                reference TEXT PRIMARY KEY,
                production TEXT NOT NULL,
                take TEXT NOT NULL,
                provider TEXT NOT NULL,
                bought_at INTEGER NOT NULL,
                microdollars INTEGER NOT NULL
            )
            """)
        try execute("CREATE INDEX budget.purchases_by_time ON purchases (bought_at)")
        try execute("PRAGMA budget.user_version = 1")
    }
}
