package import DailiesLedger
import DailiesThreads
import Foundation

// Opening the ledger.

extension ProductionFolder {
    /// Whether the folder has a ledger, or names a server that has it.
    package var hasLedger: Bool {
        FileManager.default.fileExists(atPath: ledger) || LedgerLink(of: self) != nil
    }

    /// Opens the ledger; creates it if there are no takes either.
    ///
    /// - Throws: `SessionError.lostLedger` if there are takes, and the ledger is missing, empty or
    ///   only partly recovered; `LedgerError`.
    package func openLedger() async throws -> Ledger { try await openWhole { try createLedger() } }

    /// Opens the ledger of a production of which nothing is changed; the folder may be read-only.
    ///
    /// - Throws: as `openLedger`.
    func readLedger() async throws -> Ledger {
        try await openWhole {
            guard let server else { return try Ledger(readingFrom: ledger) }
            return try Ledger(server, folder: resolvedPath, .exists)
        }
    }

    /// Opens the ledger as `readLedger` does; `nil` if the production has none yet.
    ///
    /// - Throws: as `openLedger`.
    func readLedgerIfAny() async throws -> Ledger? {
        guard hasLedger || server != nil else { return nil }
        do {
            return try await readLedger()
        } catch let error as LedgerError where error.isMissingProduction {
            return nil
        }
    }

    /// Opens the ledger, also if it is empty although there are takes; creates it if it is missing.
    ///
    /// Blocks while it waits for the disk or the server.
    func createLedger() throws -> Ledger {
        guard let server else { return try Ledger(path: ledger) }
        // Who names the production wants that one, whichever folder it was begun in.
        let access: ProductionAccess =
            server.production == nil ? .createsOrContinues : .createsOrJoins
        let opened = try Ledger(server, folder: resolvedPath, access)
        if LedgerLink(of: self) == nil {
            try LedgerLink(server.naming(afterFolder: resolvedPath)).write(to: self)
        }
        return opened
    }

    private func openWhole(_ open: @escaping @Sendable () throws -> Ledger) async throws -> Ledger {
        let folder = self
        let ledger = try await onOwnThread(named: "open the ledger") {
            guard !folder.hasLostItsLedger else {
                throw SessionError.lostLedger(path: folder.path)
            }
            try LedgerLink.check(folder)
            return try open()
        }
        // Every session records the kind before it buys anything; a recovery records it last.
        if try await ledger.kindValue() == nil, hasTakes {
            throw SessionError.lostLedger(path: path)
        }
        return ledger
    }

    /// - Throws: `SessionError` if the folder has no ledger.
    func requireLedger() throws(SessionError) {
        try LedgerLink.check(self)
        guard !hasLostItsLedger else { throw .lostLedger(path: path) }
        guard hasLedger || server != nil else {
            throw .folder(path: path, reason: "it holds no production")
        }
    }
}
