package import DailiesJSON
import DailiesMediaTime
package import DailiesPlanning
import Foundation

// The steps of a run, from the intent to its end. Each step is durable when its method returns.
extension Ledger {
    /// Records that a run is about to be submitted, and reserves its worst-case quote.
    ///
    /// The request may be sent only after this returned: the intent is then durable.
    ///
    /// - Parameters:
    ///   - instance: the base address of the provider's server.
    ///   - account: identifies the account; `nil` if it makes no difference.
    ///   - wire: the model's input as it will be sent, without inline pictures and signatures.
    ///   - claimed: the name under which the session must have claimed the run; `nil` if no other
    ///     session can use the ledger.
    /// - Returns: the record, or why the run may not be submitted; nothing is written then.
    package func intend(
        _ run: PlannedRun, instance: String, account: String? = nil, wire: JSONValue? = nil,
        claimed: String? = nil, caps: Caps = Caps()
    ) throws(LedgerError) -> Result<RunRecord, IntentRefusal> {
        let part = run.part ?? ""
        let reference = "dailies-" + UUID().uuidString.lowercased()
        return try database.transaction {
            () throws(LedgerError) -> Result<RunRecord, IntentRefusal> in
            guard try holdsClaim(claimed) else { return .failure(.lostClaim) }
            if let exceeded = try exceededCap(caps, adding: run.quote.worst) {
                return .failure(.cap(exceeded))
            }
            let time = try database.now()
            let last =
                try database.firstInteger(
                    // Counted by the name of the take's files: part a of shot 020 and a shot 020a
                    // have the same.
                    "SELECT MAX(take) FROM runs WHERE shot || part = ?", [.text(run.name)]) ?? 0
            guard last < .max else { throw LedgerError("the takes of \(run.name) are damaged") }
            let id = try database.insert(
                """
                INSERT INTO runs (shot, part, take, provider, instance, endpoint, model, digest,
                    request, wire, start_size, client_ref, quote, expected, session, state,
                    intended_at, changed_at, account)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .text(run.shot), .text(part), .integer(last + 1), .text(run.provider),
                    .text(instance), .text(run.endpoint), .text(run.model), .text(run.digest),
                    .text(run.request.shown.json.line), .optional(wire?.line),
                    .optional(run.startSize?.description), .text(reference),
                    .integer(run.quote.worst.microdollars),
                    .integer(run.quote.expected.microdollars), .optional(session),
                    .text(RunRecord.State.intended.rawValue), .integer(time), .integer(time),
                    .optional(account),
                ])
            try record(.reserve, run: id, run.quote.worst)
            return .success(try self.run(id))
        }
    }

    /// Records that a run that was certainly not accepted is about to be submitted again, and
    /// reserves its quote again.
    ///
    /// - Parameter claimed: as for `intend`.
    /// - Returns: `nil`, or why the run may not be submitted, because other runs were bought in the
    ///   meantime; nothing is written then.
    package func renew(
        _ run: RunRecord, claimed: String? = nil, caps: Caps = Caps()
    ) throws(LedgerError) -> IntentRefusal? {
        try database.transaction { () throws(LedgerError) in
            // If this session lost its claim for a while, another one may have settled the run.
            guard try holdsClaim(claimed), try self.run(run.id).state == .notSent else {
                return .lostClaim
            }
            if let exceeded = try exceededCap(caps, adding: run.quote) { return .cap(exceeded) }
            try setState(run.id, to: .intended)
            try database.execute(
                "UPDATE runs SET intended_at = ?, session = COALESCE(?, session) WHERE id = ?",
                [.integer(try database.now()), .optional(session), .integer(run.id)])
            try record(.reserve, run: run.id, run.quote)
            return nil
        }
    }

    /// Records whether the request that is about to be sent contains our reference.
    package func setReferenceSent(_ isSent: Bool, of id: Int64) throws(LedgerError) {
        try database.execute(
            "UPDATE runs SET reference_sent = ? WHERE id = ? AND reference_sent <> ?",
            [.integer(isSent ? 1 : 0), .integer(id), .integer(isSent ? 1 : 0)])
    }

    /// Records that the provider says it has a run with our id of this one, although it didn't name its
    /// own id.
    package func confirmAcceptance(of id: Int64) throws(LedgerError) {
        try database.execute(
            "UPDATE runs SET acceptance_confirmed = 1 WHERE id = ?", [.integer(id)])
    }

    /// Records that the provider accepted a run.
    ///
    /// The run may be polled only after this returned.
    ///
    /// - Parameters:
    ///   - remoteID: the provider's id of the run.
    ///   - addresses: the provider's addresses for requests about the run, by their purpose.
    /// - Returns: `nil`, or the run that has this id already; then only the answer is recorded.
    package func accept(
        _ id: Int64, remoteID: String, addresses: [String: String] = [:]
    ) throws(LedgerError) -> RunRecord? {
        // Repeated while another process locks the file: otherwise a paid run would be lost.
        var attempt = 0
        while true {
            attempt += 1
            do {
                return try database.transaction { () throws(LedgerError) in
                    let run = try self.run(id)
                    let owner = try readRuns(
                        "WHERE id <> ? AND provider = ? AND instance = ? AND remote_id = ?",
                        [
                            .integer(id), .text(run.provider), .text(run.instance),
                            .text(remoteID),
                        ]
                    ).first
                    if let owner {
                        try database.execute(
                            "UPDATE runs SET answered_id = ? WHERE id = ?",
                            [.text(remoteID), .integer(id)])
                        return owner
                    }
                    try setState(id, to: .accepted, remoteID: remoteID)
                    try setAddresses(addresses, of: id)
                    return nil
                }
            } catch  where error.isTransient && attempt < 10 {
                continue
            } catch {
                throw LedgerError(
                    "run \(id) was accepted as \(remoteID), but this could not be recorded: \(error)"
                )
            }
        }
    }

    /// Removes one of a run's addresses, such as a signed address that is no longer needed.
    package func forgetAddress(_ name: String, of run: RunRecord) throws(LedgerError) {
        try setAddresses(run.addresses.filter { $0.key != name }, of: run.id)
    }

    private func setAddresses(
        _ addresses: [String: String], of id: Int64
    ) throws(LedgerError) {
        let text = JSONValue.object(addresses.mapValues(JSONValue.string)).line
        try database.execute(
            "UPDATE runs SET addresses = ? WHERE id = ?",
            [.optional(addresses.isEmpty ? nil : text), .integer(id)])
    }

    /// Records that a run ended, at the provider or before it was accepted, and settles its cost.
    ///
    /// - Parameters:
    ///   - reason: why it failed; `nil` if it didn't.
    ///   - reported: the provider's last report; `nil` keeps the stored one.
    ///   - delivery: what the provider reports about the file; `nil` keeps the stored one.
    ///   - cost: what the provider reports as the cost; `nil` keeps the reserve.
    package func close(
        _ id: Int64,
        as state: RunRecord.State,
        reason: String? = nil,
        reported: JSONValue? = nil,
        delivery: Delivery? = nil,
        cost: Money? = nil
    ) throws(LedgerError) {
        try database.transaction { () throws(LedgerError) in
            try setState(id, to: state, reason: reason, reported: reported)
            if let delivery {
                try database.execute(
                    "UPDATE runs SET delivery = ? WHERE id = ?",
                    [.text(delivery.json.line), .integer(id)])
            }
            try settle(id, cost)
        }
    }

    /// Records what a run cost; `nil` keeps the reserve, and a cost that a person read on the bill stays.
    private func settle(_ id: Int64, _ cost: Money?) throws(LedgerError) {
        if let cost, try !isBilled(id) { try record(.settle, run: id, cost) }
    }

    /// Records that a submit was certainly not accepted.
    ///
    /// Nothing is recorded if the outcome is known by now: of sessions that share the ledger, another one
    /// may have taken the run over, and found that it was accepted.
    ///
    /// - Parameters: as those of `close`.
    package func closeSubmit(
        of id: Int64, as state: RunRecord.State, reason: String? = nil, cost: Money? = .zero
    ) throws(LedgerError) {
        try database.transaction { () throws(LedgerError) in
            let run = try self.run(id)
            guard run.state == .intended || run.state == .unknown, run.remoteID == nil else {
                return
            }
            try setState(id, to: state, reason: reason)
            try settle(id, cost)
        }
    }

    /// Records that a submit may or may not have reached the provider; as `closeSubmit`, only if the
    /// outcome isn't known by now.
    ///
    /// If the run is in that state already, its `changedAt` stays.
    ///
    /// - Parameters:
    ///   - reason: why this isn't known.
    ///   - submitFailure: the failure of the submit; `nil` keeps the stored one.
    package func doubt(
        _ id: Int64, reason: String, submitFailure: String? = nil
    ) throws(LedgerError) {
        let unknown = RunRecord.State.unknown.rawValue
        try database.execute(
            """
            UPDATE runs SET reason = ?, submit_failure = COALESCE(?, submit_failure),
                changed_at = CASE state WHEN ? THEN changed_at ELSE ? END, state = ?
            WHERE id = ? AND state IN (?, ?) AND remote_id IS NULL
            """,
            [
                .text(reason), .optional(submitFailure), .text(unknown),
                .integer(try database.now()), .text(unknown), .integer(id),
                .text(RunRecord.State.intended.rawValue), .text(unknown),
            ])
    }

    /// Stores the provider's last report on a run that is still under way.
    package func keep(_ id: Int64, reported: JSONValue) throws(LedgerError) {
        try database.execute(
            "UPDATE runs SET reported = ? WHERE id = ?", [.text(reported.line), .integer(id)])
    }

    /// Records why the file of a finished run can't be downloaded; the next file that lands removes the
    /// reason.
    package func explain(_ id: Int64, reason: String) throws(LedgerError) {
        try database.execute(
            "UPDATE runs SET reason = ? WHERE id = ? AND state = ?",
            [.text(reason), .integer(id), .text(RunRecord.State.succeeded.rawValue)])
    }

    private func setState(
        _ id: Int64,
        to state: RunRecord.State,
        remoteID: String? = nil,
        reason: String? = nil,
        reported: JSONValue? = nil
    ) throws(LedgerError) {
        let changed = try database.execute(
            """
            UPDATE runs SET state = ?, remote_id = COALESCE(?, remote_id), reason = ?,
                reported = COALESCE(?, reported), changed_at = ? WHERE id = ?
            """,
            [
                .text(state.rawValue), .optional(remoteID), .optional(reason),
                .optional(reported?.line), .integer(try database.now()), .integer(id),
            ])
        guard changed == 1 else {
            throw LedgerError("run \(id) is missing from the ledger")
        }
    }
}
