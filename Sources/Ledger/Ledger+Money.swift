package import DailiesPlanning

// Money: reserves, and what runs cost.
extension Ledger {
    enum MoneyKind: String {
        /// Set aside before a submit: the run's worst-case quote.
        case reserve
        /// What the run cost, as the provider reports.
        case settle
        /// What the run cost, as a person read on the bill.
        case billed
    }

    func record(_ kind: MoneyKind, run: Int64, _ amount: Money) throws(LedgerError) {
        try database.execute(
            "INSERT INTO money (run, kind, microdollars, at) VALUES (?, ?, ?, ?)",
            [
                .integer(run), .text(kind.rawValue), .integer(amount.microdollars),
                .integer(try database.now()),
            ])
    }

    /// The totals of what is reserved and of what runs cost.
    package func money() throws(LedgerError) -> MoneyTotals { try money(where: "TRUE", []) }

    /// The reserved and settled amounts of the runs that match a condition in SQL.
    ///
    /// The last entry of each run counts: a settlement is its cost, a reserve is still held.
    func money(
        where condition: String, _ values: [SQLValue]
    ) throws(LedgerError) -> MoneyTotals {
        var totals = MoneyTotals()
        try database.query(
            """
            SELECT money.kind, money.microdollars FROM money JOIN runs ON runs.id = money.run
            WHERE money.id = (SELECT MAX(id) FROM money AS last WHERE last.run = runs.id)
                AND \(condition)
            """, values
        ) { row in
            totals.add(Money(microdollars: row.integer(1) ?? 0), row.text(0))
        }
        return totals
    }

    /// How much more the runs with a known cost cost than was expected; negative if they cost less.
    ///
    /// Runs that the provider never accepted don't count, nor those of earlier versions, which didn't
    /// record what was expected.
    package func drift() throws(LedgerError) -> Money {
        let drift = try database.firstInteger(
            """
            SELECT SUM(money.microdollars - runs.expected) FROM money JOIN runs ON runs.id = money.run
            WHERE money.id IN (SELECT MAX(id) FROM money GROUP BY run)
                AND money.kind <> ? AND runs.remote_id IS NOT NULL AND runs.state NOT IN (?, ?)
            """,
            [
                .text(MoneyKind.reserve.rawValue), .text(RunRecord.State.faulted.rawValue),
                .text(RunRecord.State.void.rawValue),
            ])
        return Money(microdollars: drift ?? 0)
    }

    /// Whether a person has read the cost of a run on the bill, which no later report changes.
    func isBilled(_ id: Int64) throws(LedgerError) -> Bool {
        let kind = try database.firstText(
            "SELECT kind FROM money WHERE run = ? ORDER BY id DESC LIMIT 1", [.integer(id)])
        return kind == MoneyKind.billed.rawValue
    }

    /// Records what a person read on the provider's bill.
    package func bill(_ id: Int64, _ cost: Money) throws(LedgerError) {
        try record(.billed, run: id, cost)
    }

    /// What a run cost, by its last settlement; `nil` until it is settled.
    package func cost(of id: Int64) throws(LedgerError) -> Money? {
        try database.firstInteger(
            "SELECT microdollars FROM money WHERE run = ? AND kind <> 'reserve' ORDER BY id DESC LIMIT 1",
            [.integer(id)]
        ).map(Money.init(microdollars:))
    }

    /// What each settled run cost, by the ids of the runs, read at once.
    package func costs() throws(LedgerError) -> [Int64: Money] {
        var costs: [Int64: Money] = [:]
        try database.query(
            """
            SELECT run, microdollars FROM money
            WHERE id IN (SELECT MAX(id) FROM money WHERE kind <> 'reserve' GROUP BY run)
            """
        ) { row in
            if let run = row.integer(0) { costs[run] = Money(microdollars: row.integer(1) ?? 0) }
        }
        return costs
    }

    /// What the runs of each session cost, and what is set aside for them, by the ids of the sessions.
    func moneyBySession() throws(LedgerError) -> [Int64: MoneyTotals] {
        var totals: [Int64: MoneyTotals] = [:]
        try database.query(
            """
            SELECT runs.session, money.kind, money.microdollars
            FROM money JOIN runs ON runs.id = money.run
            WHERE money.id IN (SELECT MAX(id) FROM money GROUP BY run)
            """
        ) { row in
            let amount = Money(microdollars: row.integer(2) ?? 0)
            totals[row.integer(0) ?? 0, default: MoneyTotals()].add(amount, row.text(1))
        }
        return totals
    }
}

extension MoneyTotals {
    /// Adds the last entry of a run.
    ///
    /// - Parameter kind: the raw value of a `MoneyKind`.
    fileprivate mutating func add(_ amount: Money, _ kind: String?) {
        if kind == Ledger.MoneyKind.reserve.rawValue {
            reserved = reserved + amount
        } else {
            settled = settled + amount
        }
    }
}
