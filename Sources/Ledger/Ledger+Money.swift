package import DailiesPlanning

// Money: what is set aside, and what was really paid.
extension Ledger {
    enum MoneyKind: String {
        case reserve
        case settle
    }

    func record(_ kind: MoneyKind, run: Int64, _ amount: Money) throws(LedgerError) {
        try database.run(
            "INSERT INTO money (run, kind, microdollars, at) VALUES (?, ?, ?, ?)",
            [.integer(run), .text(kind.rawValue), .integer(amount.microdollars), .integer(now())])
    }

    /// What is set aside and what was really paid.
    ///
    /// A run's last settlement is its cost; a run without one still holds its reserve.
    package func money() throws(LedgerError) -> MoneyTotals {
        var reserved: Int64 = 0
        var settled: Int64 = 0
        try database.run(
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

    /// What a run cost, where it is settled.
    package func cost(of id: Int64) throws(LedgerError) -> Money? {
        var cost: Money?
        try database.run(
            "SELECT microdollars FROM money WHERE run = ? AND kind = 'settle' ORDER BY id DESC LIMIT 1",
            [.integer(id)]
        ) { row in cost = row.integer(0).map(Money.init(microdollars:)) }
        return cost
    }
}
