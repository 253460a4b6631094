package import DailiesJSON
package import DailiesPlanning
import Foundation

// Runs: from the intent to the end, each step durable when its method returns.
extension Ledger {
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
            guard try hasRoom(for: run.quote.worst, under: cap) else { return nil }
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
                    .text(run.request.shown.json.line), .text(reference),
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

    /// Stores the model's input as it is about to be sent.
    package func setWire(_ input: JSONValue, of id: Int64) throws(LedgerError) {
        try database.run(
            "UPDATE runs SET wire = ? WHERE id = ?", [.text(input.line), .integer(id)])
    }

    /// Writes down that a run that was certainly not accepted is about to be submitted again.
    ///
    /// - Parameter cap: what the production may cost in all, at worst.
    /// - Returns: `false` where the cap would be passed, since others took the room meanwhile;
    ///   nothing is written then.
    package func renew(_ run: RunRecord, cap: Money? = nil) throws(LedgerError) -> Bool {
        try database.transaction { () throws(LedgerError) in
            guard try hasRoom(for: run.quote, under: cap) else { return false }
            try change(run.id, to: .intended)
            try database.run(
                "UPDATE runs SET intended_at = ? WHERE id = ?", [.integer(now()), .integer(run.id)])
            try record(.reserve, run: run.id, run.quote)
            return true
        }
    }

    private func hasRoom(for amount: Money, under cap: Money?) throws(LedgerError) -> Bool {
        guard let cap else { return true }
        let bound = try money()
        return bound.reserved + bound.settled + amount <= cap
    }

    /// Writes down the provider's id; only then may it be polled.
    ///
    /// - Parameter addresses: where the provider wants to be asked for the run.
    package func accept(
        _ id: Int64, remoteID: String, addresses: [String: String] = [:]
    ) throws(LedgerError) {
        // What was paid for must not be lost because somebody reads the file for long.
        for attempt in 1... {
            do {
                return try database.transaction { () throws(LedgerError) in
                    try change(id, to: .accepted, remoteID: remoteID)
                    try setAddresses(addresses, of: id)
                }
            } catch  where error.isBusy && attempt < 100 {
                continue
            } catch {
                throw LedgerError(
                    "run \(id) was accepted as \(remoteID), and that could not be written: \(error)"
                )
            }
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
        delivery: Delivery? = nil,
        cost: Money? = nil
    ) throws(LedgerError) {
        try database.transaction { () throws(LedgerError) in
            try change(id, to: state, reason: reason, reported: reported)
            if let delivery {
                try database.run(
                    "UPDATE runs SET delivery = ? WHERE id = ?",
                    [.text(delivery.json.line), .integer(id)])
            }
            if let cost { try record(.settle, run: id, cost) }
        }
    }

    /// Writes down that a submit may or may not have arrived; how long that has been so stays as it
    /// was where it was so before.
    package func doubt(_ id: Int64, reason: String) throws(LedgerError) {
        let unknown = RunRecord.State.unknown.rawValue
        try database.run(
            """
            UPDATE runs SET reason = ?, changed_at = CASE state WHEN ? THEN changed_at ELSE ? END,
                state = ? WHERE id = ?
            """,
            [.text(reason), .text(unknown), .integer(now()), .text(unknown), .integer(id)])
    }

    /// Writes down what the provider says of a run that goes on.
    package func keep(_ id: Int64, reported: JSONValue) throws(LedgerError) {
        try database.run(
            "UPDATE runs SET reported = ? WHERE id = ?", [.text(reported.line), .integer(id)])
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

    /// One run.
    package func run(_ id: Int64) throws(LedgerError) -> RunRecord {
        guard let run = try readRuns("WHERE id = ?", [.integer(id)]).first else {
            throw LedgerError("run \(id) is missing from the ledger")
        }
        return run
    }
}

extension Ledger {
    fileprivate func readRuns(
        _ condition: String, _ values: [SQLValue] = []
    ) throws(LedgerError) -> [RunRecord] {
        var runs: [RunRecord] = []
        try database.run(
            """
            SELECT id, shot, part, take, provider, instance, endpoint, model, digest, request,
                client_ref, quote, state, remote_id, reason, reported, intended_at, addresses, changed_at,
                delivery, wire
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
                    digest: row.text(8) ?? "",
                    request: row.text(9).flatMap(parsed).flatMap { RunRequest($0) },
                    wire: row.text(20).flatMap(parsed),
                    clientReference: row.text(10) ?? "",
                    quote: Money(microdollars: row.integer(11) ?? 0), state: state,
                    remoteID: row.text(13),
                    addresses: row.text(17).flatMap(parsed)?.members?.compactMapValues(\.text)
                        ?? [:],
                    reason: row.text(14),
                    reported: row.text(15).flatMap(parsed),
                    delivery: Delivery(row.text(19).flatMap(parsed)),
                    intendedAt: row.integer(16) ?? 0,
                    changedAt: row.integer(18) ?? 0))
        }
        return runs
    }
}

func parsed(_ text: String) -> JSONValue? {
    try? JSONValue(parsing: Data(text.utf8))
}
