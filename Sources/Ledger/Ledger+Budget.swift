import DailiesPlanning
import Foundation

// The user's budget, in which all productions of a user are counted, so that caps hold for all of
// them together.
extension Ledger {
    /// Opens the user's budget, and brings the entries of this production up to date.
    ///
    /// From then on every step of a run changes the budget in the same transaction: a run is counted
    /// there before its request is sent.
    ///
    /// - Parameters:
    ///   - path: the file of the budget of ledgers in files, created if it doesn't exist; a PostgreSQL
    ///     database has its own budget.
    ///   - production: the path of the production's folder, for people who read the budget.
    /// - Throws: `LedgerError`, also if a later version wrote the file.
    package func openBudget(at path: String, production: String) throws(LedgerError) {
        guard database.purchasesTable == nil else { return }
        try database.openBudget(at: path, production: production)
    }

    /// What all productions of the user count from a moment on.
    ///
    /// Without an upper bound, so that a clock that is set back makes no purchase disappear.
    ///
    /// - Throws: `LedgerError`, also if the budget isn't open.
    func countedInBudget(since start: Date) throws(LedgerError) -> Money {
        guard let purchases = database.purchasesTable else {
            throw LedgerError(
                "the night's or month's cap needs the user's budget, which isn't open")
        }
        let total = try database.firstInteger(
            "SELECT SUM(microdollars) FROM \(purchases) WHERE bought_at >= ?",
            [.integer(start.microseconds)])
        return Money(microdollars: total ?? 0)
    }
}
