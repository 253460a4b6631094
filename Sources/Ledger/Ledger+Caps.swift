package import DailiesPlanning
import Foundation

// What counts under the caps.
extension Ledger {
    /// The first cap that one more run at this price would exceed; `nil` if it stays within all.
    package func exceededCap(
        _ caps: Caps, adding amount: Money
    ) throws(LedgerError) -> ExceededCap? {
        for kind in Caps.Kind.allCases {
            guard let cap = caps[kind] else { continue }
            let counted = try counted(kind)
            guard counted + amount <= cap else {
                return ExceededCap(kind: kind, cap: cap, counted: counted, amount: amount)
            }
        }
        return nil
    }

    /// What counts under a cap so far.
    ///
    /// A run that the provider accepted counts at least as much as was reserved for it, whatever
    /// cost the provider reports: otherwise a provider that reports too little would make a cap
    /// void. A higher cost counts; a person's reading of the bill counts as it is. A fault of the
    /// provider's own, which it doesn't charge, counts as reported.
    ///
    /// - Throws: `LedgerError`, also for the night and the month if the budget isn't open.
    package func counted(_ kind: Caps.Kind) throws(LedgerError) -> Money {
        let date = Date(microseconds: try database.now())
        switch kind {
        case .production: return try counted(where: "TRUE", [])
        case .session: return try counted(where: "session = ?", [.optional(session)])
        case .night: return try countedInBudget(since: SpendingPeriod.nightStart(at: date))
        case .month: return try countedInBudget(since: SpendingPeriod.monthStart(at: date))
        }
    }

    private func counted(
        where condition: String, _ values: [SQLValue]
    ) throws(LedgerError) -> Money {
        let total = try database.firstInteger(
            "SELECT SUM(counted) FROM counted_runs WHERE \(condition)", values)
        return Money(microdollars: total ?? 0)
    }
}
