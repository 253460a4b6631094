import DailiesJSON
import DailiesMediaTime
import DailiesPlanning
import Foundation

// Reading runs.
extension Ledger {
    /// All runs, in the order of their intents.
    package func runs() throws(LedgerError) -> [RunRecord] {
        try readRuns("ORDER BY id")
    }

    /// The runs with a digest, of any shot, oldest first.
    package func runs(ofDigest digest: String) throws(LedgerError) -> [RunRecord] {
        try readRuns("WHERE digest = ? ORDER BY id", [.text(digest)])
    }

    /// The reason why moderation refused a run with this digest, of any shot; `nil` if it refused
    /// none.
    package func moderation(ofDigest digest: String) throws(LedgerError) -> String? {
        try readRuns(
            "WHERE digest = ? AND state = ?",
            [.text(digest), .text(RunRecord.State.moderated.rawValue)]
        ).last.map { $0.reason ?? "the provider gives no reason" }
    }

    /// The run with an id.
    ///
    /// - Throws: `LedgerError`, also if there is none.
    package func run(_ id: Int64) throws(LedgerError) -> RunRecord {
        guard let run = try readRuns("WHERE id = ?", [.integer(id)]).first else {
            throw LedgerError("run \(id) is missing from the ledger")
        }
        return run
    }
}

extension Ledger {
    func readRuns(
        _ condition: String, _ values: [SQLValue] = []
    ) throws(LedgerError) -> [RunRecord] {
        var runs: [RunRecord] = []
        try database.query(
            """
            SELECT id, shot, part, take, provider, instance, endpoint, model, digest, request,
                client_ref, quote, state, remote_id, reason, reported, intended_at, addresses, changed_at,
                delivery, wire, reference_sent, submit_failure, start_size, answered_id, account,
                acceptance_confirmed
            FROM runs \(condition)
            """, values
        ) { (row) throws(LedgerError) in
            guard let state = RunRecord.State(rawValue: row.text(12) ?? "") else {
                throw LedgerError(
                    "run \(row.integer(0) ?? 0) has the unknown state \(row.text(12) ?? "")")
            }
            let part = row.text(2) ?? ""
            let request = row.text(9).flatMap(parsedJSON).flatMap { RunRequest($0) }
            let wire = row.text(20).flatMap(parsedJSON)
            let startSize = row.text(23).flatMap { FrameSize($0) }
            let addresses = row.text(17).flatMap(parsedJSON)?.members?.compactMapValues(\.text)
            runs.append(
                RunRecord(
                    id: row.integer(0) ?? 0, shot: row.text(1) ?? "",
                    part: part.isEmpty ? nil : part, take: Int(row.integer(3) ?? 0),
                    provider: row.text(4) ?? "", instance: row.text(5) ?? "",
                    account: row.text(25),
                    endpoint: row.text(6) ?? "", model: row.text(7) ?? "",
                    digest: row.text(8) ?? "",
                    request: request, wire: wire, startSize: startSize,
                    clientReference: row.text(10) ?? "",
                    isReferenceSent: row.integer(21) != 0,
                    quote: Money(microdollars: row.integer(11) ?? 0), state: state,
                    remoteID: row.text(13),
                    addresses: addresses ?? [:],
                    reason: row.text(14),
                    submitFailure: row.text(22),
                    answeredID: row.text(24),
                    isAcceptanceConfirmed: row.integer(26) != 0,
                    reported: row.text(15).flatMap(parsedJSON),
                    delivery: Delivery(row.text(19).flatMap(parsedJSON)),
                    intendedAt: row.integer(16) ?? 0,
                    changedAt: row.integer(18) ?? 0))
        }
        return runs
    }
}

/// A value from its JSON text; `nil` if it can't be parsed.
func parsedJSON(_ text: String) -> JSONValue? {
    try? JSONValue(parsing: Data(text.utf8))
}
