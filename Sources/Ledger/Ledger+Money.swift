package import DailiesPlanning

// Money: reserves, and what runs cost.
extension Ledger {
    enum MoneyKind: String {
        /// Set aside before a submit: the run's worst-case quote.
        case reserve
        /// What the run cost.
        case settle
    }

    func record(_ kind: MoneyKind, run: Int64, _ amount: Money) throws(LedgerError) {
        try database.execute(
            "INSERT INTO money (run, kind, microdollars, at) VALUES (?, ?, ?, ?)",
            [.integer(run), .text(kind.rawValue), .integer(amount.microdollars), .integer(now())])
    }

    /// The totals of what is reserved and of what runs cost.
    ///
    /// The last entry of each run counts: a settlement is its cost, a reserve is still held.
    package func money() throws(LedgerError) -> MoneyTotals {
        var reserved: Int64 = 0
        var settled: Int64 = 0
        try database.execute(
            """
            SELECT kind, microdollars FROM money WHERE id IN (SELECT MAX(id) FROM money GROUP BY run)
            """
        ) { row in
            let amount = row.integer(1) ?? 0
            if row.text(0) == MoneyKind.settle.rawValue {
                settled += amount
            } else {
                reserved += amount
            }
        }
        return MoneyTotals(
            reserved: Money(microdollars: reserved), settled: Money(microdollars: settled))
    }

    /// What a run cost, by its last settlement; `nil` until it is settled.
    package func cost(of id: Int64) throws(LedgerError) -> Money? {
        var cost: Money?
        try database.execute(
            "SELECT microdollars FROM money WHERE run = ? AND kind = 'settle' ORDER BY id DESC LIMIT 1",
            [.integer(id)]
        ) { row in cost = row.integer(0).map(Money.init(microdollars:)) }
        return cost
    }
}
