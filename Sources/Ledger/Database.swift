internal import CDailiesSQLite
import Foundation

/// A SQLite connection, closed when the value is destroyed.
struct Database: ~Copyable {
    private let pointer: OpaquePointer

    private init(adopting pointer: OpaquePointer) { self.pointer = pointer }

    deinit { sqlite3_close_v2(pointer) }

    /// Opens a database for reading and writing; creates the file if it is missing.
    static func open(_ path: String) throws(LedgerError) -> Database {
        let database = try connect(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
        try database.useWriteAheadLog()
        // A commit, its directory entry included, is on the disk when it returns: records of money
        // must survive a power cut.
        try database.execute("PRAGMA synchronous = EXTRA")
        try database.execute("PRAGMA foreign_keys = ON")
        return database
    }

    /// Opens an existing database for reading only; the process needs no write access to its folder.
    static func openForReading(_ path: String) throws(LedgerError) -> Database {
        // Without a log the file is whole by itself, and no process has it open for writing. SQLite
        // would create a log and its index beside it, and leave both there.
        let hasLog = ["-wal", "-journal"].contains { access(path + $0, F_OK) == 0 }
        guard !hasLog,
            let name = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed)
        else { return try connect(path, SQLITE_OPEN_READONLY) }
        return try connect("file:\(name)?immutable=1", SQLITE_OPEN_READONLY | SQLITE_OPEN_URI)
    }

    /// A copy of the database in memory, which can be changed without changing the file.
    func copyInMemory() throws(LedgerError) -> Database {
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

    private static func connect(
        _ name: String, _ flags: Int32
    ) throws(LedgerError) -> Database {
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(name, &opened, flags | SQLITE_OPEN_NOMUTEX, nil)
        guard let opened else { throw LedgerError("open \(name): out of memory") }
        let database = Database(adopting: opened)
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
                return try execute("PRAGMA \(schema).journal_mode = WAL")
            } catch  where error.isBusy && attempt < 200 {
                usleep(50_000)
            }
        }
    }

    /// Executes a statement and calls `row` with each row of its result.
    func execute(
        _ sql: String,
        _ values: [SQLValue] = [],
        row: (borrowing Row) throws(LedgerError) -> Void = { (_: borrowing Row) in }
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
        let result = Row(statement: prepared)
        while true {
            switch sqlite3_step(prepared) {
            case SQLITE_ROW: try row(result)
            case SQLITE_DONE: return
            default: throw failure(sql)
            }
        }
    }

    /// Executes several statements in one transaction: all of them take effect, or none.
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
            try? execute("ROLLBACK")
            throw error
        }
    }

    /// The number of rows that the last statement changed.
    var changedRows: Int { Int(sqlite3_changes(pointer)) }

    /// The row id of the last insertion.
    var lastInsertedID: Int64 { sqlite3_last_insert_rowid(pointer) }

    private func failure(_ operation: String) -> LedgerError {
        let code = sqlite3_errcode(pointer)
        return LedgerError(
            "\(operation): \(String(cString: sqlite3_errmsg(pointer)))",
            isBusy: code == SQLITE_BUSY || code == SQLITE_LOCKED)
    }
}

/// A value for a parameter of a statement.
enum SQLValue {
    case null
    case integer(Int64)
    case text(String)

    static func optional(_ text: String?) -> SQLValue { text.map(SQLValue.text) ?? .null }
    static func optional(_ number: Int64?) -> SQLValue { number.map(SQLValue.integer) ?? .null }
}

/// The current row of a statement; valid only until the statement's next step.
struct Row: ~Copyable {
    fileprivate let statement: OpaquePointer

    func text(_ column: Int32) -> String? {
        sqlite3_column_text(statement, column).map { String(cString: $0) }
    }

    func integer(_ column: Int32) -> Int64? {
        sqlite3_column_type(statement, column) == SQLITE_NULL
            ? nil : sqlite3_column_int64(statement, column)
    }
}
