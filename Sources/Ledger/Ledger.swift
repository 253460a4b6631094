internal import CDailiesSQLite
import DailiesThreads
import Foundation

/// The durable record of intents, runs, takes and money: one SQLite file, one transaction for each
/// step.
///
/// Each method returns when its change is on the disk. The actor runs on its own thread, because
/// SQLite blocks.
package actor Ledger {
    private let executor: ThreadExecutor
    let database: Database
    /// The current time in microseconds since 1970.
    let now: @Sendable () -> Int64
    /// The id of the session at work; `nil` if there is none.
    package internal(set) var session: Int64?
    /// Whether the user's budget is open.
    var hasBudget = false

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Opens the ledger; creates it if the file doesn't exist.
    ///
    /// - Throws: `LedgerError`, also if a later version wrote the file.
    package init(
        path: String,
        now: @escaping @Sendable () -> Int64 = {
            Int64(Date().timeIntervalSince1970 * 1_000_000)
        }
    ) throws(LedgerError) {
        let database = try Database.open(path)
        try Self.migrate(database, path: path)
        try self.init(database, path: path, now: now)
    }

    /// Opens an existing ledger of which nothing is changed; the file may be read-only.
    ///
    /// The ledger of an earlier version is brought up to date in memory.
    ///
    /// - Throws: `LedgerError`, also if a later version wrote the file.
    package init(readingFrom path: String) throws(LedgerError) {
        var database = try Database.openForReading(path)
        if try Self.schemaVersion(database) != LedgerSchema.migrations.count {
            database = try database.copyInMemory()
            try Self.migrate(database, path: path)
        }
        try self.init(
            database, path: path, now: { Int64(Date().timeIntervalSince1970 * 1_000_000) })
    }

    private init(
        _ database: consuming Database, path: String, now: @escaping @Sendable () -> Int64
    ) throws(LedgerError) {
        guard let executor = ThreadExecutor(name: "ledger") else {
            throw LedgerError(
                "\(path): the system can't start another thread, which the ledger needs; end "
                    + "other programs, or raise the limit (ulimit -u)")
        }
        self.executor = executor
        self.database = database
        self.now = now
    }

    deinit { executor.finish() }

    private static func migrate(
        _ database: borrowing Database, path: String
    ) throws(LedgerError) {
        let latest = LedgerSchema.migrations.count
        var found = try schemaVersion(database)
        if found < latest {
            try database.execute("BEGIN IMMEDIATE")
            // Another process may have migrated the file while this one waited for the lock.
            found = try schemaVersion(database)
            for migration in LedgerSchema.migrations.dropFirst(found) {
                try database.execute(migration)
            }
            if found < latest { try database.execute("PRAGMA user_version = \(latest)") }
            try database.execute("COMMIT")
        }
        guard found <= latest else {
            throw LedgerError(
                "\(path) was written by a later version of dailies; use that version")
        }
    }

    private static func schemaVersion(_ database: borrowing Database) throws(LedgerError) -> Int {
        var version = 0
        try database.execute("PRAGMA user_version") { row in version = Int(row.integer(0) ?? 0) }
        return version
    }

    // MARK: Settings of the production

    /// The value stored for a key; `nil` if there is none.
    package func value(_ key: String) throws(LedgerError) -> String? {
        var value: String?
        try database.execute("SELECT value FROM production WHERE key = ?", [.text(key)]) { row in
            value = row.text(0)
        }
        return value
    }

    /// The values whose keys begin with a text, by the rest of their keys.
    package func values(prefix: String) throws(LedgerError) -> [String: String] {
        var values: [String: String] = [:]
        try database.execute(
            "SELECT substr(key, length(?) + 1), value FROM production WHERE substr(key, 1, length(?)) = ?",
            [.text(prefix), .text(prefix), .text(prefix)]
        ) { row in
            if let key = row.text(0) { values[key] = row.text(1) }
        }
        return values
    }

    /// Stores a value for a key; replaces an earlier one.
    package func setValue(_ key: String, _ value: String) throws(LedgerError) {
        try database.execute(
            "INSERT OR REPLACE INTO production (key, value) VALUES (?, ?)",
            [.text(key), .text(value)])
    }
}
