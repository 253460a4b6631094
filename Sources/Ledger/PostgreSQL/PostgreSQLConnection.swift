#if PostgreSQL
    internal import CDailiesPostgreSQL
    import Glibc

    /// A connection to a PostgreSQL server, closed when the last reference to it is gone.
    final class PostgreSQLConnection {
        private let pointer: OpaquePointer

        private init(adopting pointer: OpaquePointer) { self.pointer = pointer }

        deinit { PQfinish(pointer) }

        /// Connects to a server.
        ///
        /// - Throws: `LedgerError`, a transient one.
        static func open(_ address: PostgreSQLAddress) throws(LedgerError) -> PostgreSQLConnection {
            // A later parameter replaces an earlier one, so that those of the address win. Without
            // them a connection that a network has silently cut would be waited for without end.
            let parameters = [
                ("connect_timeout", "10"), ("tcp_user_timeout", "20000"), ("keepalives_idle", "10"),
                ("keepalives_interval", "5"), ("keepalives_count", "3"),
                ("application_name", "dailies"), ("dbname", address.connection),
            ]
            let opened = withCStrings(parameters.map { $0.0 }) { names in
                withCStrings(parameters.map { $0.1 }) { values in
                    PQconnectdbParams(names, values, 1)
                }
            }
            guard let opened else { throw LedgerError("open \(address): out of memory") }
            let connection = PostgreSQLConnection(adopting: opened)
            // libpq prints the server's notices otherwise.
            PQsetNoticeProcessor(opened, { _, _ in }, nil)
            guard PQstatus(opened) == CONNECTION_OK else {
                throw LedgerError(
                    "open \(address): \(connection.lastMessage)", isTransient: true)
            }
            return connection
        }

        /// Executes one or more SQL statements without parameters; several are separated by `;`.
        func execute(_ sql: String) throws(LedgerError) {
            try check(PQexec(pointer, sql), sql) { _ in }
        }

        /// Commits the transaction.
        ///
        /// - Throws: `LedgerError`, also if an earlier statement of the transaction had failed: the server
        ///   then answers that it was rolled back.
        func commit() throws(LedgerError) {
            var status = ""
            try check(PQexec(pointer, "COMMIT"), "COMMIT") { result in status = result.status }
            guard status == "COMMIT" else { throw LedgerError("COMMIT: the server said \(status)") }
        }

        /// Executes a statement, and gives its result to `use` if it succeeded.
        func execute(
            _ sql: String, _ values: [SQLValue],
            use: (borrowing PostgreSQLResult) throws(LedgerError) -> Void
        ) throws(LedgerError) {
            let result = withCStrings(values.map(\.wireText)) { texts in
                PQexecParams(pointer, sql, Int32(values.count), nil, texts, nil, nil, 0)
            }
            try check(result, sql, use)
        }

        private func check(
            _ pointer: OpaquePointer?, _ sql: String,
            _ use: (borrowing PostgreSQLResult) throws(LedgerError) -> Void
        ) throws(LedgerError) {
            guard let pointer else { throw failure(sql, state: "") }
            let result = PostgreSQLResult(adopting: pointer)
            guard result.isSuccess else { throw failure(sql, state: result.sqlState) }
            try use(result)
        }

        private func failure(_ operation: String, state: String) -> LedgerError {
            let isLost = PQstatus(pointer) != CONNECTION_OK
            return LedgerError(
                "\(operation): \(lastMessage)",
                isTransient: isLost || Self.transientStates.contains(where: state.hasPrefix))
        }

        private var lastMessage: String {
            PQerrorMessage(pointer).map { String(cString: $0) }?
                .split(whereSeparator: \.isNewline).joined(separator: " ") ?? "no message"
        }

        /// Whether no transaction is under way.
        var isIdle: Bool { PQtransactionStatus(pointer) == PQTRANS_IDLE }

        /// The beginnings of the codes of errors after which the whole transaction may be repeated:
        /// connections, resources, the operator's shutdown, serialization and deadlock, locks, cancelled
        /// statements, transactions that idled too long or had failed, and servers that only answer
        /// queries until another one takes over (appendix A of PostgreSQL's manual).
        private static let transientStates = [
            "08", "53", "57P", "58", "40001", "40P01", "55P03", "57014", "25P02", "25P03", "25006",
        ]
    }

    /// The result of a statement.
    struct PostgreSQLResult: ~Copyable {
        private let pointer: OpaquePointer

        fileprivate init(adopting pointer: OpaquePointer) { self.pointer = pointer }

        deinit { PQclear(pointer) }

        fileprivate var isSuccess: Bool {
            [PGRES_COMMAND_OK, PGRES_TUPLES_OK].contains(PQresultStatus(pointer))
        }

        fileprivate var sqlState: String {
            dailies_pq_sqlstate(pointer).map { String(cString: $0) } ?? ""
        }

        /// The name of the command that was executed, such as `COMMIT`.
        fileprivate var status: String {
            PQcmdStatus(pointer).map { String(cString: $0) } ?? ""
        }

        /// How many rows a statement changed.
        var changedRows: Int {
            PQcmdTuples(pointer).flatMap { Int(String(cString: $0)) } ?? 0
        }

        /// Calls the closure once for each row of the result, in order.
        func forEach(
            _ row: (any LedgerRow) throws(LedgerError) -> Void
        ) throws(LedgerError) {
            for index in 0..<PQntuples(pointer) {
                try row(PostgreSQLRow(result: pointer, index: index))
            }
        }
    }

    private struct PostgreSQLRow: LedgerRow {
        let result: OpaquePointer
        let index: Int32

        func text(_ column: Int32) -> String? {
            guard PQgetisnull(result, index, column) == 0 else { return nil }
            return PQgetvalue(result, index, column).map { String(cString: $0) }
        }

        func integer(_ column: Int32) -> Int64? { text(column).flatMap { Int64($0) } }
    }

    extension SQLValue {
        /// The value in PostgreSQL's text format; `nil` for none.
        fileprivate var wireText: String? {
            switch self {
            case .null: nil
            case .integer(let number): String(number)
            // PostgreSQL's texts have no null character.
            case .text(let text): text.replacing("\0", with: "\u{FFFD}")
            }
        }
    }

    /// Calls `body` with an array of C strings that ends with a null pointer.
    private func withCStrings<Result>(
        _ texts: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
    ) -> Result {
        let copies = texts.map { text in text.flatMap { strdup($0) } } + [nil]
        defer { for copy in copies { free(copy) } }
        return body(copies.map { UnsafePointer($0) })
    }
#endif
