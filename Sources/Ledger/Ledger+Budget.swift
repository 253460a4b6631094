import DailiesPlanning
import Foundation

// The user's budget: one file that all productions of a user write to, so that caps hold for all of
// them together.
extension Ledger {
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
    package func openBudget(at path: String, production: String) throws(LedgerError) {
        guard !hasBudget else { return }
        try database.execute("ATTACH DATABASE ? AS budget", [.text(path)])
        do {
            try database.useWriteAheadLog(of: "budget")
            try database.execute("PRAGMA budget.synchronous = EXTRA")
            try database.transaction { () throws(LedgerError) in try migrateBudget(path) }
            try database.execute("CREATE TEMP TABLE budget_owner (production TEXT NOT NULL)")
            try database.execute("INSERT INTO budget_owner VALUES (?)", [.text(production)])
            try database.execute(Self.countInBudget("TRUE"))
            for (name, event, run) in Self.budgetTriggers {
                try database.execute(
                    """
                    CREATE TEMP TRIGGER \(name) AFTER \(event)
                    BEGIN \(Self.countInBudget("counted_runs.id = \(run)")); END
                    """)
            }
            hasBudget = true
        } catch {
            // The ledger stays usable without the budget.
            for (name, _, _) in Self.budgetTriggers {
                try? database.execute("DROP TRIGGER IF EXISTS temp.\(name)")
            }
            try? database.execute("DROP TABLE IF EXISTS temp.budget_owner")
            try? database.execute("DETACH DATABASE budget")
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
        var version = 0
        try database.execute("PRAGMA budget.user_version") { row in
            version = Int(row.integer(0) ?? 0)
        }
        guard version <= 1 else {
            throw LedgerError("\(path) was written by a later version of dailies; use that version")
        }
        guard version == 0 else { return }
        // The key is the run's own reference: a copied or moved production counts once.
        try database.execute(
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
        try database.execute("CREATE INDEX budget.purchases_by_time ON purchases (bought_at)")
        try database.execute("PRAGMA budget.user_version = 1")
    }

    /// What all productions of the user count from a moment on.
    ///
    /// Without an upper bound, so that a clock that is set back makes no purchase disappear.
    ///
    /// - Throws: `LedgerError`, also if the budget isn't open.
    func countedInBudget(since start: Date) throws(LedgerError) -> Money {
        guard hasBudget else {
            throw LedgerError(
                "the night's or month's cap needs the user's budget, which isn't open")
        }
        var total: Int64 = 0
        try database.execute(
            "SELECT SUM(microdollars) FROM budget.purchases WHERE bought_at >= ?",
            [.integer(Int64(start.timeIntervalSince1970 * 1_000_000))]
        ) { row in total = row.integer(0) ?? 0 }
        return Money(microdollars: total)
    }
}
