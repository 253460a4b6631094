internal import CDailiesSQLite
package import DailiesJSON
package import DailiesPlanning
import DailiesThreads
import Foundation

/// The durable record of intents, runs, takes and money: one SQLite file, one transaction a step.
///
/// Each method returns when its change is on the disk. It runs on a thread of its own.
package actor Ledger {
    private let executor: ThreadExecutor
    private let database: Database
    /// The current time in microseconds since 1970.
    private let now: @Sendable () -> Int64

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
        self.database = database
        self.now = now
        executor = ThreadExecutor(name: "ledger")
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

    // MARK: Runs

    /// Writes down that a run is about to be submitted and sets its money aside.
    ///
    /// When this returns, the intent is durable: only then may the request leave.
    ///
    /// - Parameter cap: what the production may cost in all, at worst.
    /// - Returns: `nil` where the cap would be passed; nothing is written then.
    package func intend(
        _ run: PlannedRun, instance: String, cap: Money? = nil
    ) throws(LedgerError) -> RunRecord? {
        let part = run.part ?? ""
        let time = now()
        let reference = "dailies-" + UUID().uuidString.lowercased()
        let id = try database.transaction { () throws(LedgerError) -> Int64? in
            if let cap {
                let bound = try money()
                guard bound.reserved + bound.settled + run.quote.worst <= cap else { return nil }
            }
            var last: Int64 = 0
            try database.run(
                // By the name of the take's files: shot 020 part a and a shot 020a share one.
                "SELECT MAX(take) FROM runs WHERE shot || part = ?", [.text(run.name)]
            ) { row in last = row.integer(0) ?? 0 }
            try database.run(
                """
                INSERT INTO runs (shot, part, take, provider, instance, endpoint, model, digest,
                    request, client_ref, quote, state, intended_at, changed_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .text(run.shot), .text(part), .integer(last + 1), .text(run.provider),
                    .text(instance), .text(run.endpoint), .text(run.model), .text(run.digest),
                    .text(run.request.line), .text(reference),
                    .integer(run.quote.worst.microdollars),
                    .text(RunRecord.State.intended.rawValue), .integer(time), .integer(time),
                ])
            let id = database.lastInsertedID
            try record(.reserve, run: id, run.quote.worst)
            return id
        }
        guard let id else { return nil }
        return try self.run(id)
    }

    /// Writes down that a run that was certainly not accepted is about to be submitted again.
    package func renew(_ run: RunRecord) throws(LedgerError) {
        try database.transaction { () throws(LedgerError) in
            try change(run.id, to: .intended)
            try database.run(
                "UPDATE runs SET intended_at = ? WHERE id = ?", [.integer(now()), .integer(run.id)])
            try record(.reserve, run: run.id, run.quote)
        }
    }

    /// Writes down the provider's id; only then may it be polled.
    ///
    /// - Parameter addresses: where the provider wants to be asked for the run.
    package func accept(
        _ id: Int64, remoteID: String, addresses: [String: String] = [:]
    ) throws(LedgerError) {
        try database.transaction { () throws(LedgerError) in
            try change(id, to: .accepted, remoteID: remoteID)
            try setAddresses(addresses, of: id)
        }
    }

    /// Forgets one of a run's addresses, such as a signed one that has served its purpose.
    package func forgetAddress(_ name: String, of run: RunRecord) throws(LedgerError) {
        try setAddresses(run.addresses.filter { $0.key != name }, of: run.id)
    }

    private func setAddresses(
        _ addresses: [String: String], of id: Int64
    ) throws(LedgerError) {
        let text = JSONValue.object(addresses.mapValues(JSONValue.string)).line
        try database.run(
            "UPDATE runs SET addresses = ? WHERE id = ?",
            [.optional(addresses.isEmpty ? nil : text), .integer(id)])
    }

    /// Writes down that a run ended at the provider, or before, and settles its money.
    ///
    /// - Parameter cost: what the provider says it cost; `nil` keeps the reserve as it is.
    package func close(
        _ id: Int64,
        as state: RunRecord.State,
        reason: String? = nil,
        reported: JSONValue? = nil,
        cost: Money? = nil
    ) throws(LedgerError) {
        try database.transaction { () throws(LedgerError) in
            try change(id, to: state, reason: reason, reported: reported)
            if let cost { try record(.settle, run: id, cost) }
        }
    }

    private func change(
        _ id: Int64,
        to state: RunRecord.State,
        remoteID: String? = nil,
        reason: String? = nil,
        reported: JSONValue? = nil
    ) throws(LedgerError) {
        try database.run(
            """
            UPDATE runs SET state = ?, remote_id = COALESCE(?, remote_id), reason = ?,
                reported = COALESCE(?, reported), changed_at = ? WHERE id = ?
            """,
            [
                .text(state.rawValue), .optional(remoteID), .optional(reason),
                .optional(reported?.line), .integer(now()), .integer(id),
            ])
        guard database.changedRows == 1 else {
            throw LedgerError("run \(id) is missing from the ledger")
        }
    }

    /// Every run, in the order of the intents.
    package func runs() throws(LedgerError) -> [RunRecord] {
        try readRuns("ORDER BY id")
    }

    /// The runs of one shot or part that asked for exactly this, oldest first.
    package func runs(of planned: PlannedRun) throws(LedgerError) -> [RunRecord] {
        try readRuns(
            "WHERE shot = ? AND part = ? AND digest = ? ORDER BY take",
            [.text(planned.shot), .text(planned.part ?? ""), .text(planned.digest)])
    }

    /// Why exactly this was refused for what is to be seen in it, whichever shot asked for it;
    /// `nil` where it never was.
    package func moderation(ofDigest digest: String) throws(LedgerError) -> String? {
        try readRuns(
            "WHERE digest = ? AND state = ?",
            [.text(digest), .text(RunRecord.State.moderated.rawValue)]
        ).last.map { $0.reason ?? "the provider gives no reason" }
    }

    private func run(_ id: Int64) throws(LedgerError) -> RunRecord {
        guard let run = try readRuns("WHERE id = ?", [.integer(id)]).first else {
            throw LedgerError("run \(id) is missing from the ledger")
        }
        return run
    }

    // MARK: Takes

    /// Writes down a file that has landed under its final name.
    package func land(
        _ id: Int64, file: String, bytes: Int64, sha256: String
    ) throws(LedgerError) {
        try database.run(
            """
            INSERT OR REPLACE INTO takes (run, file, bytes, sha256, landed_at)
            VALUES (?, ?, ?, ?, ?)
            """,
            [.integer(id), .text(file), .integer(bytes), .text(sha256), .integer(now())])
    }

    /// Writes down the verdict on a landed take.
    package func judge(
        _ id: Int64, verdict: String, verification: JSONValue
    ) throws(LedgerError) {
        try database.run(
            "UPDATE takes SET verdict = ?, verification = ? WHERE run = ?",
            [.text(verdict), .text(verification.line), .integer(id)])
        guard database.changedRows == 1 else {
            throw LedgerError("the take of run \(id) is missing from the ledger")
        }
    }

    /// The take of a run; `nil` where none has landed.
    package func take(of run: RunRecord) throws(LedgerError) -> TakeRecord? {
        var take: TakeRecord?
        try database.run(
            "SELECT file, bytes, sha256, verdict, verification FROM takes WHERE run = ?",
            [.integer(run.id)]
        ) { row in
            take = TakeRecord(
                run: run, file: row.text(0) ?? "", bytes: row.integer(1) ?? 0,
                sha256: row.text(2) ?? "", verdict: row.text(3),
                verification: row.text(4).flatMap(parsed))
        }
        return take
    }

    // MARK: Callbacks that were heard, by whichever process: they say whom to ask, nothing else

    /// Writes down a genuine callback.
    ///
    /// - Parameter message: names this very message.
    /// - Returns: `false` where it was heard before.
    package func hear(_ message: String, of remoteID: String) throws(LedgerError) -> Bool {
        try database.run(
            "INSERT OR IGNORE INTO callbacks (remote_id, message, at) VALUES (?, ?, ?)",
            [.text(remoteID), .text(message), .integer(now())])
        return database.changedRows == 1
    }

    /// The provider's ids of the runs that were called back for after a number, and the last
    /// number.
    package func callbacks(
        after number: Int64
    ) throws(LedgerError) -> (remoteIDs: [String], last: Int64) {
        var found: [String] = []
        var last = number
        try database.run(
            "SELECT id, remote_id FROM callbacks WHERE id > ? ORDER BY id", [.integer(number)]
        ) { row in
            last = row.integer(0) ?? last
            found.append(row.text(1) ?? "")
        }
        return (found, last)
    }

    // MARK: Money

    private enum MoneyKind: String {
        case reserve
        case settle
    }

    private func record(_ kind: MoneyKind, run: Int64, _ amount: Money) throws(LedgerError) {
        try database.run(
            "INSERT INTO money (run, kind, microdollars, at) VALUES (?, ?, ?, ?)",
            [.integer(run), .text(kind.rawValue), .integer(amount.microdollars), .integer(now())])
    }

    /// What is set aside and what was really paid.
    ///
    /// A run's last settlement is its cost; a run without one still holds its reserve.
    package func money() throws(LedgerError) -> MoneyTotals {
        var reserved: Int64 = 0
        var settled: Int64 = 0
        try database.run(
            """
            SELECT kind, microdollars FROM money WHERE id IN (SELECT MAX(id) FROM money GROUP BY run)
            """
        ) { row in
            let amount = row.integer(1) ?? 0
            if row.text(0) == MoneyKind.settle.rawValue {
                settled += amount
            } else {
                reserved += amount
            }
        }
        return MoneyTotals(
            reserved: Money(microdollars: reserved), settled: Money(microdollars: settled))
    }

    /// What a run cost, where it is settled.
    package func cost(of id: Int64) throws(LedgerError) -> Money? {
        var cost: Money?
        try database.run(
            "SELECT microdollars FROM money WHERE run = ? AND kind = 'settle' ORDER BY id DESC LIMIT 1",
            [.integer(id)]
        ) { row in cost = row.integer(0).map(Money.init(microdollars:)) }
        return cost
    }
}

extension Ledger {
    private func readRuns(
        _ condition: String, _ values: [SQLValue] = []
    ) throws(LedgerError) -> [RunRecord] {
        var runs: [RunRecord] = []
        try database.run(
            """
            SELECT id, shot, part, take, provider, instance, endpoint, model, digest, request,
                client_ref, quote, state, remote_id, reason, reported, intended_at, addresses
            FROM runs \(condition)
            """, values
        ) { (row) throws(LedgerError) in
            guard let state = RunRecord.State(rawValue: row.text(12) ?? "") else {
                throw LedgerError(
                    "run \(row.integer(0) ?? 0) has the unknown state \(row.text(12) ?? "")")
            }
            let part = row.text(2) ?? ""
            runs.append(
                RunRecord(
                    id: row.integer(0) ?? 0, shot: row.text(1) ?? "",
                    part: part.isEmpty ? nil : part, take: Int(row.integer(3) ?? 0),
                    provider: row.text(4) ?? "", instance: row.text(5) ?? "",
                    endpoint: row.text(6) ?? "", model: row.text(7) ?? "",
                    digest: row.text(8) ?? "", request: row.text(9).flatMap(parsed) ?? .null,
                    clientReference: row.text(10) ?? "",
                    quote: Money(microdollars: row.integer(11) ?? 0), state: state,
                    remoteID: row.text(13),
                    addresses: row.text(17).flatMap(parsed)?.members?.compactMapValues(\.text)
                        ?? [:],
                    reason: row.text(14),
                    reported: row.text(15).flatMap(parsed), intendedAt: row.integer(16) ?? 0))
        }
        return runs
    }
}

private func parsed(_ text: String) -> JSONValue? {
    try? JSONValue(parsing: Data(text.utf8))
}
