import DailiesLanding
import DailiesThreads
import Foundation

/// The durable record of intents, runs, takes and money: one SQLite file, or a PostgreSQL database
/// that several machines share; one transaction for each step.
///
/// Each method returns when its change is on the disk. The actor runs on its own thread, because
/// databases block.
package actor Ledger {
    private let executor: ThreadExecutor
    let database: any LedgerDatabase
    /// The id of the session at work; `nil` if there is none.
    package internal(set) var session: Int64?
    /// Identifies this process in the claims: what people call it, `#`, and an id.
    let holder: String

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Whether sessions on several machines may work on the production at the same time.
    package nonisolated let isShared: Bool

    /// Opens the ledger in a file; creates it if the file doesn't exist.
    ///
    /// - Parameter now: tells the current time in microseconds since 1970; `nil` for the system's
    ///   clock.
    /// - Throws: `LedgerError`, also if a later version wrote the file.
    package init(path: String, now: (@Sendable () -> Int64)? = nil) throws(LedgerError) {
        try self.init(
            try SQLiteDatabase.open(path, clock: now ?? LedgerClock.system), name: path)
    }

    /// Opens an existing ledger of which nothing is changed; the file may be read-only.
    ///
    /// The ledger of an earlier version is brought up to date in memory.
    ///
    /// - Throws: `LedgerError`, also if a later version wrote the file.
    package init(readingFrom path: String) throws(LedgerError) {
        try self.init(try SQLiteDatabase.openForReading(path), name: path)
    }

    /// Opens the ledger of a production on a PostgreSQL server.
    ///
    /// - Parameters:
    ///   - address: the server, and the production's name.
    ///   - folder: the path of the production's folder.
    /// - Throws: `LedgerError`, also if the program was built without PostgreSQL.
    package init(
        _ address: PostgreSQLAddress, folder: String, _ access: ProductionAccess
    ) throws(LedgerError) {
        #if PostgreSQL
            let named = address.naming(afterFolder: folder)
            try self.init(
                try PostgreSQLDatabase(named, folder: folder, access), name: named.description)
        #else
            throw LedgerError(
                "\(address): this program was built without PostgreSQL; build it with "
                    + "swift build -c release --traits PostgreSQL")
        #endif
    }

    /// - Parameter name: of the file or the server, for a message.
    private init(
        _ database: sending any LedgerDatabase, name: String
    ) throws(LedgerError) {
        guard let executor = ThreadExecutor(name: "ledger") else {
            throw LedgerError(
                "\(name): the system can't start another thread, which the ledger needs; end "
                    + "other programs, or raise the limit (ulimit -u)")
        }
        self.executor = executor
        isShared = database.isShared
        self.database = database
        holder = "process \(getpid()) on \(hostName)#\(UUID().uuidString)"
    }

    deinit { executor.finish() }

    /// Has the user told when a server can't be reached, and when it can again.
    package func tellOutages(_ tell: @escaping @Sendable (String) -> Void) {
        database.tell = tell
    }

    // MARK: Settings of the production

    /// The value stored for a key; `nil` if there is none.
    package func value(_ key: String) throws(LedgerError) -> String? {
        try database.firstText("SELECT value FROM production WHERE key = ?", [.text(key)])
    }

    /// The values whose keys begin with a text, by the rest of their keys.
    package func values(prefix: String) throws(LedgerError) -> [String: String] {
        var values: [String: String] = [:]
        try database.query(
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
            """
            INSERT INTO production (key, value) VALUES (?, ?)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value
            """,
            [.text(key), .text(value)])
    }
}
