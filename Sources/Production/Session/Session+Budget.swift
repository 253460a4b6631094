import DailiesLanding
import DailiesLedger
import Foundation

// The user's budget, which all productions share.
extension Session {
    /// Opens the budget of a session that pays.
    ///
    /// - Throws: `LedgerError` or `LandingError` if a cap of the night or the month needs it;
    ///   otherwise a failure is only told.
    func openBudget(_ ledger: Ledger) async throws {
        guard server.isPaid, let path = settings.budget else { return }
        do {
            try Landing.createFolder(Landing.folder(of: path))
            try await ledger.openBudget(at: path, production: settings.folder.resolvedPath)
        } catch {
            guard !settings.caps.spanProductions else { throw error }
            emit(
                .note(
                    "purchases aren't recorded in \(path), where other caps could count them: \(error)"
                ))
        }
    }
}
