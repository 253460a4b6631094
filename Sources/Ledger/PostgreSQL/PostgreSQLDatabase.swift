#if PostgreSQL
    import Foundation

    /// A production's ledger on a PostgreSQL server, which sessions on several machines share.
    ///
    /// A lost connection is opened again, and what was under way is repeated. Each transaction that
    /// changes something records its number, by which a new connection finds out whether a commit
    /// without an answer took effect. Every setting is one of the transaction, so that a pooler may
    /// stand between.
    final class PostgreSQLDatabase: LedgerDatabase {
        private let address: PostgreSQLAddress
        /// `nil` after it was lost.
        private var connection: PostgreSQLConnection?
        /// The schema of the production.
        private var schema = ""
        private var isInTransaction = false
        /// Identifies this ledger's commits on the server.
        private let id = UUID().uuidString
        /// How many transactions that change something were begun.
        private var number: Int64 = 0
        private var hasBudget = false

        let isShared = true
        var tell: (@Sendable (String) -> Void)?
        var purchasesTable: String? { hasBudget ? "dailies.purchases" : nil }

        /// How long a server that can't be reached is tried again: a session that gives up has lost its
        /// night.
        private static let patience = Duration.seconds(600)

        /// How long a server is waited for that is just starting.
        private static let firstPatience = Duration.seconds(10)

        /// Connects, and creates the tables that are missing.
        ///
        /// - Parameters:
        ///   - address: the server, and the production's name.
        ///   - folder: the path of the production's folder.
        ///   - access: what to do if the database has the production already, or doesn't have it.
        /// - Throws: `LedgerError`.
        init(
            _ address: PostgreSQLAddress, folder: String, _ access: ProductionAccess
        ) throws(LedgerError) {
            self.address = address
            try whileReachable(Self.firstPatience) { () throws(LedgerError) in
                try open(folder, access)
            }
        }

        private func open(
            _ folder: String, _ access: ProductionAccess
        ) throws(LedgerError) {
            let connection = try connected()
            try connection.execute("BEGIN ISOLATION LEVEL READ COMMITTED; \(Self.noLimits)")
            isInTransaction = true
            defer { isInTransaction = false }
            // Two sessions that open a new database at once would both create the tables.
            try query("SELECT pg_advisory_xact_lock(hashtext('dailies'))") { _ in }
            try migrateShared(connection)
            schema = try migrateProduction(connection, folder, access)
            try execute("DELETE FROM dailies.commits WHERE at < now() - INTERVAL '7 days'")
            try connection.execute("COMMIT")
        }

        // MARK: Tables

        private func migrateShared(_ connection: PostgreSQLConnection) throws(LedgerError) {
            let isNew =
                try firstInteger("SELECT 1 WHERE to_regclass('dailies.house') IS NULL") != nil
            let found =
                isNew ? 0 : try firstInteger("SELECT version FROM dailies.house FOR UPDATE") ?? 0
            try migrate(connection, PostgreSQLSchema.shared, from: Int(found))
            try execute(
                "UPDATE dailies.house SET version = ?",
                [.integer(Int64(PostgreSQLSchema.shared.count))])
        }

        /// - Returns: the schema of the production.
        private func migrateProduction(
            _ connection: PostgreSQLConnection, _ folder: String, _ access: ProductionAccess
        ) throws(LedgerError) -> String {
            let name = address.production ?? ""
            var known: (id: Int64, version: Int, folder: String)?
            try query(
                "SELECT id, version, folder FROM dailies.productions WHERE name = ?", [.text(name)]
            ) { row in
                known = (
                    row.integer(0) ?? 0, Int(row.integer(1) ?? 0), row.text(2) ?? ""
                )
            }
            if let known, access == .createsOrContinues, known.folder != folder {
                throw LedgerError(
                    "\(address): the database has a production \(name) already, of the folder \(known.folder); to "
                        + "work on it from \(folder) too, add #\(name) to the address; to begin "
                        + "another one, add # and another name")
            }
            if known == nil, access == .exists {
                throw LedgerError(
                    "\(address): the database has no production \(name)", isMissingProduction: true)
            }
            let id: Int64
            if let known {
                id = known.id
            } else {
                id = try insert(
                    "INSERT INTO dailies.productions (name, version, folder) VALUES (?, 0, ?)",
                    [.text(name), .text(folder)])
            }
            let schema = "dailies_\(id)"
            if known == nil { try connection.execute("CREATE SCHEMA \(schema)") }
            try connection.execute("SET LOCAL search_path TO \(schema)")
            try migrate(connection, PostgreSQLSchema.production, from: known?.version ?? 0)
            try execute(
                "UPDATE dailies.productions SET version = ? WHERE id = ?",
                [.integer(Int64(PostgreSQLSchema.production.count)), .integer(id)])
            return schema
        }

        private func migrate(
            _ connection: PostgreSQLConnection, _ migrations: [String], from found: Int
        ) throws(LedgerError) {
            guard found <= migrations.count else {
                throw LedgerError(
                    "\(address) was written by a later version of dailies; use that version")
            }
            for migration in migrations.dropFirst(found) { try connection.execute(migration) }
        }

        // MARK: Statements

        func now() throws(LedgerError) -> Int64 {
            try firstInteger(
                "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)") ?? 0
        }

        func query(
            _ sql: String, _ values: [SQLValue], row: (any LedgerRow) throws(LedgerError) -> Void
        ) throws(LedgerError) {
            guard !isInTransaction else {
                return try connected().execute(numbered(sql), values) {
                    (result) throws(LedgerError) in try result.forEach(row)
                }
            }
            try whileReachable { () throws(LedgerError) in
                let connection = try connected()
                try connection.execute(
                    "BEGIN READ ONLY; SET LOCAL search_path TO \(schema); \(Self.noLimits)")
                do throws(LedgerError) {
                    // The whole result has arrived before the first row is used: nothing is used twice.
                    try connection.execute(numbered(sql), values) {
                        (result) throws(LedgerError) in try result.forEach(row)
                    }
                } catch {
                    try? connection.execute("ROLLBACK")
                    throw error
                }
                // What was read stays read.
                try? connection.execute("COMMIT")
            }
        }

        @discardableResult
        func execute(_ sql: String, _ values: [SQLValue]) throws(LedgerError) -> Int {
            guard isInTransaction else {
                return try transaction { () throws(LedgerError) in try execute(sql, values) }
            }
            var changed = 0
            try connected().execute(numbered(sql), values) { result in
                changed = result.changedRows
            }
            return changed
        }

        /// The statement with PostgreSQL's parameters, `$1` for the first.
        private func numbered(_ sql: String) -> String {
            var text = ""
            var rest = sql[...]
            var count = 0
            while let mark = rest.firstIndex(of: "?") {
                text += rest[..<mark]
                rest = rest[rest.index(after: mark)...]
                let number = rest.prefix(while: \.isNumber)
                rest = rest[number.endIndex...]
                count += 1
                text += "$" + (number.isEmpty ? String(count) : String(number))
            }
            return text + rest
        }

        // MARK: Transactions

        func transaction<Value>(
            _ body: () throws(LedgerError) -> Value
        ) throws(LedgerError) -> Value {
            number += 1
            var unanswered: Value?
            return try whileReachable { () throws(LedgerError) in
                let connection = try connected()
                if let value = unanswered, try tookEffect(connection) { return value }
                try connection.execute(beginning)
                isInTransaction = true
                defer { isInTransaction = false }
                let value: Value
                do throws(LedgerError) {
                    value = try body()
                } catch {
                    try? connection.execute("ROLLBACK")
                    throw error
                }
                unanswered = value
                try connection.commit()
                return value
            }
        }

        /// Lifts the time limits of the user's role for one transaction: it may wait for other sessions.
        private static let noLimits =
            "SET LOCAL statement_timeout TO 0; SET LOCAL lock_timeout TO 0"

        /// Begins a transaction in which nobody else changes anything, and records its number.
        private var beginning: String {
            """
            BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
            SET LOCAL search_path TO \(schema);
            SET LOCAL synchronous_commit TO on;
            SET LOCAL idle_in_transaction_session_timeout TO '30s';
            \(Self.noLimits);
            SELECT version FROM dailies.house FOR UPDATE;
            INSERT INTO dailies.commits (connection, last) VALUES ('\(id)', \(number))
                ON CONFLICT (connection) DO UPDATE SET last = excluded.last, at = now()
            """
        }

        /// Whether the last transaction, whose commit had no answer, took effect.
        ///
        /// Its lock is waited for: the server may still be at work on it.
        private func tookEffect(_ connection: PostgreSQLConnection) throws(LedgerError) -> Bool {
            try connection.execute("BEGIN; SELECT version FROM dailies.house FOR UPDATE")
            isInTransaction = true
            defer { isInTransaction = false }
            let last = try firstInteger(
                "SELECT last FROM dailies.commits WHERE connection = ?", [.text(id)])
            try connection.execute("ROLLBACK")
            return last == number
        }

        // MARK: Connection

        private func connected() throws(LedgerError) -> PostgreSQLConnection {
            if let connection { return connection }
            let opened = try PostgreSQLConnection.open(address)
            connection = opened
            return opened
        }

        /// Repeats the body on a new connection while the server can't be reached.
        private func whileReachable<Value>(
            _ patience: Duration = PostgreSQLDatabase.patience,
            _ body: () throws(LedgerError) -> Value
        ) throws(LedgerError) -> Value {
            let deadline = ContinuousClock.now + patience
            var failures = 0
            while true {
                do throws(LedgerError) {
                    let value = try body()
                    if failures > 1 { tell?("the ledger's server answers again") }
                    return value
                } catch {
                    // A transaction that has failed, and wasn't ended, would have all others fail.
                    if error.isTransient || connection?.isIdle == false { connection = nil }
                    guard error.isTransient else { throw error }
                    guard ContinuousClock.now < deadline else { throw error }
                    failures += 1
                    // A connection that a pooler has closed is not worth a word.
                    if failures == 2 {
                        tell?(
                            "the ledger's server can't be reached: \(error); it is tried again for "
                                + "\(patience.components.seconds / 60) minutes, and nothing is "
                                + "submitted meanwhile")
                    }
                    usleep(300_000)
                }
            }
        }

        // MARK: Budget

        /// The server counts the purchases of every paid production, by triggers.
        func openBudget(at path: String, production: String) throws(LedgerError) {
            try transaction { () throws(LedgerError) in
                try query("SELECT count_purchases(NULL)") { _ in }
            }
            hasBudget = true
        }
    }
#endif
