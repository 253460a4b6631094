internal import CDailiesSQLite
import DailiesThreads
import Foundation

/// The durable record of intents, runs, takes and money: one SQLite file, one transaction a step.
///
/// Each method returns when its change is on the disk. It runs on a thread of its own.
package actor Ledger {
    private let executor: ThreadExecutor
    let database: Database
    /// The current time in microseconds since 1970.
    let now: @Sendable () -> Int64

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Opens the ledger, making it where there is none.
    ///
    /// - Throws: `LedgerError`, also where the file was written by a later version.
    package init(
        path: String,
        now: @escaping @Sendable () -> Int64 = {
            Int64(Date().timeIntervalSince1970 * 1_000_000)
        }
    ) throws(LedgerError) {
        let database = try Database.open(path)
        try Self.bringUpToDate(database, path: path)
        guard let executor = ThreadExecutor(name: "ledger") else {
            throw LedgerError(
                "\(path) needs a thread of its own, and the system has none left: end other "
                    + "programs, or allow more (ulimit -u)")
        }
        self.executor = executor
        self.database = database
        self.now = now
    }

    deinit { executor.finish() }

    private static func bringUpToDate(
        _ database: borrowing Database, path: String
    ) throws(LedgerError) {
        let latest = LedgerSchema.steps.count
        var found = try version(database)
        if found < latest {
            try database.run("BEGIN IMMEDIATE")
            // Another process may have brought it up to date while this one waited for the lock.
            found = try version(database)
            for step in LedgerSchema.steps.dropFirst(found) { try database.run(step) }
            if found < latest { try database.run("PRAGMA user_version = \(latest)") }
            try database.run("COMMIT")
        }
        guard found <= latest else {
            throw LedgerError(
                "\(path) was written by a later version of dailies; use that version")
        }
    }

    private static func version(_ database: borrowing Database) throws(LedgerError) -> Int {
        var version = 0
        try database.run("PRAGMA user_version") { row in version = Int(row.integer(0) ?? 0) }
        return version
    }

    // MARK: The production as a whole

    /// The value kept under a key; `nil` where there is none.
    package func value(_ key: String) throws(LedgerError) -> String? {
        var value: String?
        try database.run("SELECT value FROM production WHERE key = ?", [.text(key)]) { row in
            value = row.text(0)
        }
        return value
    }

    /// Keeps a value under a key.
    package func setValue(_ key: String, _ value: String) throws(LedgerError) {
        try database.run(
            "INSERT OR REPLACE INTO production (key, value) VALUES (?, ?)",
            [.text(key), .text(value)])
    }
}
