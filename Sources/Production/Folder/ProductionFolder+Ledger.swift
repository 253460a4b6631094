package import DailiesLedger
import DailiesThreads
import Foundation

// Opening the ledger.

extension ProductionFolder {
    /// Whether there is a ledger file.
    package var hasLedger: Bool { FileManager.default.fileExists(atPath: ledger) }

    /// Opens the ledger; creates it if there are no takes either.
    ///
    /// - Throws: `SessionError.lostLedger` if there are takes, and the ledger is missing, empty or
    ///   only partly recovered; `LedgerError`.
    package func openLedger() async throws -> Ledger {
        try await openLedger { path in try Ledger(path: path) }
    }

    /// Opens the ledger of a production of which nothing is changed; the folder may be read-only.
    ///
    /// - Throws: as `openLedger`.
    func readLedger() async throws -> Ledger {
        try await openLedger { path in try Ledger(readingFrom: path) }
    }

    private func openLedger(
        _ open: @escaping @Sendable (String) throws -> Ledger
    ) async throws -> Ledger {
        let folder = self
        let ledger = try await onOwnThread(named: "open the ledger") {
            guard !folder.hasLostItsLedger else {
                throw SessionError.lostLedger(path: folder.path)
            }
            return try open(folder.ledger)
        }
        // Every session records the kind before it buys anything; a recovery records it last.
        if try await ledger.value("kind") == nil, hasTakes {
            throw SessionError.lostLedger(path: path)
        }
        return ledger
    }

    /// - Throws: `SessionError` if the folder has no ledger.
    func requireLedger() throws(SessionError) {
        guard !hasLostItsLedger else { throw .lostLedger(path: path) }
        guard hasLedger else { throw .folder(path: path, reason: "it holds no production") }
    }
}
