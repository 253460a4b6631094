internal import CDailiesSQLite
import Foundation

/// A connection to a SQLite file, closed when the last reference to it is gone.
///
/// One process at a time works on the production, which the lock of its folder ensures.
final class SQLiteDatabase: LedgerDatabase {
    private let pointer: OpaquePointer
    private let clock: @Sendable () -> Int64
    /// Whether the user's budget is attached.
    var hasBudget = false

    let isShared = false
    var tell: (@Sendable (String) -> Void)?
    var purchasesTable: String? { hasBudget ? "budget.purchases" : nil }

    private init(adopting pointer: OpaquePointer, clock: @escaping @Sendable () -> Int64) {
        self.pointer = pointer
        self.clock = clock
    }

    deinit { sqlite3_close_v2(pointer) }

    func now() -> Int64 { clock() }

    /// Opens a database for reading and writing, and brings its tables up to date; creates the file if
    /// it is missing.
    ///
    /// - Parameter clock: tells the current time in microseconds since 1970.
    static func open(
        _ path: String, clock: @escaping @Sendable () -> Int64
    ) throws(LedgerError) -> SQLiteDatabase {
        let database = try connect(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, clock: clock)
        try database.useWriteAheadLog()
        // A commit, its directory entry included, is on the disk when it returns: records of money
        // must survive a power cut.
        try database.execute("PRAGMA synchronous = EXTRA")
        try database.execute("PRAGMA foreign_keys = ON")
        try database.migrate(path)
        return database
    }

    /// Opens an existing database for reading only; the process needs no write access to its folder.
    ///
    /// A database of an earlier version is brought up to date in memory.
    static func openForReading(_ path: String) throws(LedgerError) -> SQLiteDatabase {
        let database = try connectForReading(path)
        guard try database.schemaVersion() != SQLiteSchema.migrations.count else { return database }
        let copy = try database.copyInMemory()
        try copy.migrate(path)
        return copy
    }

    private static func connectForReading(_ path: String) throws(LedgerError) -> SQLiteDatabase {
        // Without a log the file is whole by itself, and no process has it open for writing. SQLite
        // would create a log and its index beside it, and leave both there.
        let hasLog = ["-wal", "-journal"].contains { access(path + $0, F_OK) == 0 }
        guard !hasLog,
            let name = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed)
        else { return try connect(path, SQLITE_OPEN_READONLY) }
        return try connect("file:\(name)?immutable=1", SQLITE_OPEN_READONLY | SQLITE_OPEN_URI)
    }

    /// A copy of the database in memory, which can be changed without changing the file.
    private func copyInMemory() throws(LedgerError) -> SQLiteDatabase {
        let copy = try Self.connect(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
        guard let backup = sqlite3_backup_init(copy.pointer, "main", pointer, "main") else {
            throw copy.failure("copy the ledger")
        }
        let code = sqlite3_backup_step(backup, -1)
        guard sqlite3_backup_finish(backup) == SQLITE_OK, code == SQLITE_DONE else {
            throw copy.failure("copy the ledger")
        }
        return copy
    }

    /// - Parameter clock: tells the current time in microseconds since 1970.
    private static func connect(
        _ name: String, _ flags: Int32,
        clock: @escaping @Sendable () -> Int64 = LedgerClock.system
    ) throws(LedgerError) -> SQLiteDatabase {
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(name, &opened, flags | SQLITE_OPEN_NOMUTEX, nil)
        guard let opened else { throw LedgerError("open \(name): out of memory") }
        let database = SQLiteDatabase(adopting: opened, clock: clock)
        guard code == SQLITE_OK else { throw database.failure("open \(name)") }
        // Another process may hold the file, for example for a backup. Long, because a session that
        // gives up has lost its night.
        sqlite3_busy_timeout(opened, 600_000)
        return database
    }

    /// Switches to a write-ahead log, so that readers never keep a session from writing.
    ///
    /// Repeated for ten seconds: SQLite doesn't wait for another process that switches the same file.
    ///
    /// - Parameter schema: the name of an attached file; `main` for the database itself.
    func useWriteAheadLog(of schema: String = "main") throws(LedgerError) {
        var attempt = 0
        while true {
            attempt += 1
            do {
                try execute("PRAGMA \(schema).journal_mode = WAL")
                return
            } catch  where error.isTransient && attempt < 200 {
                usleep(50_000)
            }
        }
    }

    /// Creates the tables that are missing, and changes those of an earlier version.
    private func migrate(_ path: String) throws(LedgerError) {
        let latest = SQLiteSchema.migrations.count
        var found = try schemaVersion()
        if found < latest {
            try execute("BEGIN IMMEDIATE")
            // Another process may have migrated the file while this one waited for the lock.
            found = try schemaVersion()
            for migration in SQLiteSchema.migrations.dropFirst(found) { try execute(migration) }
            if found < latest { try execute("PRAGMA user_version = \(latest)") }
            try execute("COMMIT")
        }
        guard found <= latest else {
            throw LedgerError(
                "\(path) was written by a later version of dailies; use that version")
        }
    }

    private func schemaVersion() throws(LedgerError) -> Int {
        Int(try firstInteger("PRAGMA user_version") ?? 0)
    }

    func query(
        _ sql: String, _ values: [SQLValue], row: (any LedgerRow) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        var prepared: OpaquePointer?
        guard sqlite3_prepare_v2(pointer, sql, -1, &prepared, nil) == SQLITE_OK, let prepared else {
            throw failure(sql)
        }
        defer { sqlite3_finalize(prepared) }
        for (index, value) in values.enumerated() {
            let parameter = Int32(index + 1)
            let code: Int32 =
                switch value {
                case .null: sqlite3_bind_null(prepared, parameter)
                case .integer(let number): sqlite3_bind_int64(prepared, parameter, number)
                case .text(let text):
                    dailies_sqlite_bind_text(prepared, parameter, text, Int32(text.utf8.count))
                }
            guard code == SQLITE_OK else { throw failure(sql) }
        }
        let result = SQLiteRow(statement: prepared)
        while true {
            switch sqlite3_step(prepared) {
            case SQLITE_ROW: try row(result)
            case SQLITE_DONE: return
            default: throw failure(sql)
            }
        }
    }

    @discardableResult
    func execute(_ sql: String, _ values: [SQLValue]) throws(LedgerError) -> Int {
        try query(sql, values) { _ in }
        return Int(sqlite3_changes(pointer))
    }

    func transaction<Value>(
        _ body: () throws(LedgerError) -> Value
    ) throws(LedgerError) -> Value {
        try execute("BEGIN IMMEDIATE")
        do {
            let value = try body()
            try execute("COMMIT")
            return value
        } catch {
            // The first error is thrown, not that of the rollback: SQLite also rolls back when the
            // connection closes.
            _ = try? execute("ROLLBACK")
            throw error
        }
    }

    private func failure(_ operation: String) -> LedgerError {
        let code = sqlite3_errcode(pointer)
        return LedgerError(
            "\(operation): \(String(cString: sqlite3_errmsg(pointer)))",
            isTransient: code == SQLITE_BUSY || code == SQLITE_LOCKED)
    }
}

/// The current row of a statement; valid only until the statement's next step.
private struct SQLiteRow: LedgerRow {
    let statement: OpaquePointer

    func text(_ column: Int32) -> String? {
        sqlite3_column_text(statement, column).map { String(cString: $0) }
    }

    func integer(_ column: Int32) -> Int64? {
        sqlite3_column_type(statement, column) == SQLITE_NULL
            ? nil : sqlite3_column_int64(statement, column)
    }
}
