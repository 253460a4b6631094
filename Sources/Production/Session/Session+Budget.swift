import DailiesLanding
import DailiesLedger
import Foundation

extension Ledger {
    /// The key of the path of the budget that the last session wrote to.
    fileprivate static var budgetKey: String { "budget" }
}

extension ProductionFolder {
    /// Whether an earlier session of the production wrote to a budget that doesn't exist any more.
    package func misses(budget: String) async throws -> Bool {
        guard server == nil, hasLedger, Landing.size(of: budget) == nil else { return false }
        return try await readLedger().value(Ledger.budgetKey) == budget
    }
}

// The user's budget, which all productions share.
extension Session {
    /// Opens the budget of a session that pays.
    ///
    /// - Throws: `LedgerError` or `LandingError` if a cap of the night or the month needs it;
    ///   otherwise a failure is only told.
    func openBudget(_ ledger: Ledger) async throws {
        guard server.isPaid, let path = settings.budget else { return }
        do {
            if !ledger.isShared { try Landing.createFolder(Landing.folder(of: path)) }
            try await ledger.openBudget(at: path, production: settings.folder.resolvedPath)
            try await ledger.setValue(Ledger.budgetKey, path)
        } catch {
            guard !settings.caps.spanProductions else { throw error }
            emit(
                .note(
                    "purchases aren't recorded in \(path), where other caps could count them: \(error)"
                ))
        }
    }
}
