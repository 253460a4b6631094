/// A connection to the database that holds a ledger: SQLite or PostgreSQL.
///
/// Both execute the same statements. A parameter is written as `?`, or as `?1` where it is used
/// twice.
protocol LedgerDatabase: AnyObject {
    /// Whether sessions on several machines may work on the production at the same time.
    var isShared: Bool { get }

    /// Receives a sentence for the user when the database can't be reached, and when it can again.
    var tell: (@Sendable (String) -> Void)? { get set }

    /// The current time in microseconds since 1970, by one clock for all who use the database.
    func now() throws(LedgerError) -> Int64

    /// Executes a statement that returns rows, and calls `row` with each of them.
    func query(
        _ sql: String, _ values: [SQLValue], row: (any LedgerRow) throws(LedgerError) -> Void
    ) throws(LedgerError)

    /// Executes a statement that changes rows.
    ///
    /// - Returns: how many rows it changed.
    @discardableResult
    func execute(_ sql: String, _ values: [SQLValue]) throws(LedgerError) -> Int

    /// Executes several statements in one transaction: all of them take effect, or none.
    ///
    /// No other transaction that changes the ledger runs at the same time. The body may be executed
    /// more than once, each time after everything that it did was undone.
    func transaction<Value>(
        _ body: () throws(LedgerError) -> Value
    ) throws(LedgerError) -> Value

    /// Makes the purchases of all productions of the user known to the caps, and counts those of this
    /// production there from now on.
    ///
    /// - Parameters:
    ///   - path: the file of a budget beside SQLite's ledgers.
    ///   - production: the production's folder, for people who read the table.
    func openBudget(at path: String, production: String) throws(LedgerError)

    /// The name of the table of all productions' purchases; `nil` before the budget is open.
    var purchasesTable: String? { get }
}

extension LedgerDatabase {
    func query(
        _ sql: String, row: (any LedgerRow) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        try query(sql, [], row: row)
    }

    @discardableResult
    func execute(_ sql: String) throws(LedgerError) -> Int { try execute(sql, []) }

    /// Executes an `INSERT` of one row, in a transaction.
    ///
    /// - Returns: the row's `id`.
    func insert(_ sql: String, _ values: [SQLValue]) throws(LedgerError) -> Int64 {
        guard let id = try firstInteger(sql + " RETURNING id", values) else {
            throw LedgerError("\(sql): the new row has no id")
        }
        return id
    }

    /// The first column of the first row; `nil` if there is no row, or if it has no value.
    func firstInteger(
        _ sql: String, _ values: [SQLValue] = []
    ) throws(LedgerError) -> Int64? {
        var found: [Int64?] = []
        try query(sql, values) { row in found.append(row.integer(0)) }
        return found.first ?? nil
    }

    /// The text in the first column of the first row; `nil` if there is no row, or if it has no value.
    func firstText(_ sql: String, _ values: [SQLValue] = []) throws(LedgerError) -> String? {
        var found: [String?] = []
        try query(sql, values) { row in found.append(row.text(0)) }
        return found.first ?? nil
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

/// A row of a statement's result; valid only until the next row.
protocol LedgerRow {
    /// The text of a column, counted from 0; `nil` if it has no value.
    func text(_ column: Int32) -> String?
    /// The integer of a column, counted from 0; `nil` if it has no value.
    func integer(_ column: Int32) -> Int64?
}
