internal import CDailiesSQLite

/// Owns a SQLite connection.
struct Database: ~Copyable {
    private let pointer: OpaquePointer

    private init(adopting pointer: OpaquePointer) { self.pointer = pointer }

    deinit { sqlite3_close_v2(pointer) }

    static func open(_ path: String) throws(LedgerError) -> Database {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        let code = sqlite3_open_v2(path, &opened, flags, nil)
        guard let opened else { throw LedgerError("open \(path): out of memory") }
        let database = Database(adopting: opened)
        guard code == SQLITE_OK else { throw database.failure("open \(path)") }
        sqlite3_busy_timeout(opened, 5000)
        // A commit is on the disk, directory entry included, when it returns: what it says of
        // money must survive a power cut.
        try database.run("PRAGMA synchronous = EXTRA")
        try database.run("PRAGMA foreign_keys = ON")
        return database
    }

    /// Runs a statement and hands each row to `row`.
    func run(
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
            let place = Int32(index + 1)
            let code: Int32 =
                switch value {
                case .null: sqlite3_bind_null(prepared, place)
                case .integer(let number): sqlite3_bind_int64(prepared, place, number)
                case .text(let text):
                    dailies_sqlite_bind_text(prepared, place, text, Int32(text.utf8.count))
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

    /// Runs several statements as one: all of them hold, or none.
    func transaction<Value>(
        _ body: () throws(LedgerError) -> Value
    ) throws(LedgerError) -> Value {
        try run("BEGIN IMMEDIATE")
        do {
            let value = try body()
            try run("COMMIT")
            return value
        } catch {
            // The first error is the one that matters; SQLite rolls back by itself at close.
            try? run("ROLLBACK")
            throw error
        }
    }

    /// How many rows the last statement changed.
    var changedRows: Int { Int(sqlite3_changes(pointer)) }

    var lastInsertedID: Int64 { sqlite3_last_insert_rowid(pointer) }

    private func failure(_ operation: String) -> LedgerError {
        let code = sqlite3_errcode(pointer)
        return LedgerError(
            "\(operation): \(String(cString: sqlite3_errmsg(pointer)))",
            isBusy: code == SQLITE_BUSY || code == SQLITE_LOCKED)
    }
}

/// A value on its way into a statement.
enum SQLValue {
    case null
    case integer(Int64)
    case text(String)

    static func optional(_ text: String?) -> SQLValue { text.map(SQLValue.text) ?? .null }
    static func optional(_ number: Int64?) -> SQLValue { number.map(SQLValue.integer) ?? .null }
}

/// The current row of a running statement; valid only while its statement stands on it.
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
