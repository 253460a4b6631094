package import DailiesJSON
package import DailiesPlanning

/// A take as its sidecar describes it, for a ledger that was lost.
package struct RecoveredTake: Hashable, Sendable {
    package let shot: String
    package let part: String?
    package let take: Int
    package let provider: String
    package let instance: String
    package let endpoint: String
    package let model: String
    package let digest: String
    package let request: JSONValue
    package let clientReference: String
    package let remoteID: String?
    package let quote: Money
    package let cost: Money?
    /// In microseconds since 1970.
    package let intendedAt: Int64
    package let file: String
    package let bytes: Int64
    package let sha256: String
    package let delivery: JSONValue?
    package let verdict: String?
    package let verification: JSONValue?
    package let measurement: JSONValue?

    /// The name of the take's files, as `RunRecord.takeName`.
    package var takeName: String { "\(shot)\(part ?? "")-t\(take)" }

    package init(
        shot: String, part: String?, take: Int, provider: String, instance: String,
        endpoint: String, model: String, digest: String, request: JSONValue,
        clientReference: String, remoteID: String?, quote: Money, cost: Money?, intendedAt: Int64,
        file: String, bytes: Int64, sha256: String, delivery: JSONValue?, verdict: String?,
        verification: JSONValue?, measurement: JSONValue?
    ) {
        self.shot = shot
        self.part = part
        self.take = take
        self.provider = provider
        self.instance = instance
        self.endpoint = endpoint
        self.model = model
        self.digest = digest
        self.request = request
        self.clientReference = clientReference
        self.remoteID = remoteID
        self.quote = quote
        self.cost = cost
        self.intendedAt = intendedAt
        self.file = file
        self.bytes = bytes
        self.sha256 = sha256
        self.delivery = delivery
        self.verdict = verdict
        self.verification = verification
        self.measurement = measurement
    }
}

extension Ledger {
    /// Records a take that a sidecar describes, with its run and its cost.
    ///
    /// - Returns: `false` if the ledger has the run already; nothing is written then.
    package func recover(_ take: RecoveredTake) throws(LedgerError) -> Bool {
        try database.transaction { () throws(LedgerError) in
            let known = try database.firstInteger(
                """
                SELECT 1 FROM runs WHERE client_ref = ? OR shot = ? AND part = ? AND take = ?
                """,
                [
                    .text(take.clientReference), .text(take.shot), .text(take.part ?? ""),
                    .integer(Int64(take.take)),
                ])
            guard known == nil else { return false }
            let run = try database.insert(
                """
                INSERT INTO runs (shot, part, take, provider, instance, endpoint, model, digest,
                    request, client_ref, quote, state, remote_id, delivery, intended_at, changed_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .text(take.shot), .text(take.part ?? ""), .integer(Int64(take.take)),
                    .text(take.provider), .text(take.instance), .text(take.endpoint),
                    .text(take.model), .text(take.digest), .text(take.request.line),
                    .text(take.clientReference), .integer(take.quote.microdollars),
                    .text(RunRecord.State.succeeded.rawValue), .optional(take.remoteID),
                    .optional(take.delivery?.line), .integer(take.intendedAt),
                    .integer(try database.now()),
                ])
            try record(.reserve, run: run, take.quote)
            if let cost = take.cost { try record(.settle, run: run, cost) }
            try database.execute(
                """
                INSERT INTO takes (run, file, bytes, sha256, verdict, verification, measurement,
                    landed_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .integer(run), .text(take.file), .integer(take.bytes), .text(take.sha256),
                    .optional(take.verdict), .optional(take.verification?.line),
                    .optional(take.measurement?.line), .integer(try database.now()),
                ])
            return true
        }
    }
}
