import DailiesJSON
package import DailiesVerification
import Foundation

// Takes: landed files and their verification.
extension Ledger {
    /// Records a file that has landed under its final name.
    ///
    /// A file that lands again replaces the earlier record and its verification.
    ///
    /// - Parameters:
    ///   - id: the run that made the file.
    ///   - file: its path, relative to the production's folder.
    ///   - place: the machine and the production's folder there; `nil` if only one machine uses the
    ///     ledger.
    package func land(
        _ id: Int64, file: String, place: String? = nil, bytes: Int64, sha256: String
    ) throws(LedgerError) {
        try database.transaction { () throws(LedgerError) in
            try database.execute(
                """
                INSERT INTO takes (run, file, place, bytes, sha256, landed_at)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (run) DO UPDATE SET file = excluded.file, place = excluded.place,
                    bytes = excluded.bytes,
                    sha256 = excluded.sha256, landed_at = excluded.landed_at,
                    verdict = NULL, verification = NULL, measurement = NULL
                """,
                [
                    .integer(id), .text(file), .optional(place), .integer(bytes), .text(sha256),
                    .integer(try database.now()),
                ])
            try database.execute(
                "UPDATE runs SET reason = NULL WHERE id = ? AND state = ? AND reason IS NOT NULL",
                [.integer(id), .text(RunRecord.State.succeeded.rawValue)])
        }
    }

    /// Records another name of a take's file.
    package func moveTake(_ id: Int64, to file: String) throws(LedgerError) {
        try database.execute(
            "UPDATE takes SET file = ? WHERE run = ?", [.text(file), .integer(id)])
    }

    /// Stores the verification of a landed take and its measurement.
    ///
    /// - Throws: `LedgerError`, also if the run has no take.
    package func judge(_ id: Int64, _ verification: Verification) throws(LedgerError) {
        let changed = try database.execute(
            "UPDATE takes SET verdict = ?, verification = ?, measurement = ? WHERE run = ?",
            [
                .text(verification.verdict.rawValue), .text(JSONValue.line(encoding: verification)),
                .optional(verification.measurement.map { JSONValue.line(encoding: $0) }),
                .integer(id),
            ])
        guard changed == 1 else {
            throw LedgerError("the take of run \(id) is missing from the ledger")
        }
    }

    /// The take of a run; `nil` if none has landed.
    package func take(of run: RunRecord) throws(LedgerError) -> TakeRecord? {
        try readTakes(of: [run], "WHERE run = ?", [.integer(run.id)])[run.id]
    }

    /// The takes of runs by the ids of the runs, read at once.
    package func takes(of runs: [RunRecord]) throws(LedgerError) -> [Int64: TakeRecord] {
        try readTakes(of: runs, "", [])
    }

    private func readTakes(
        of runs: [RunRecord], _ condition: String, _ values: [SQLValue]
    ) throws(LedgerError) -> [Int64: TakeRecord] {
        let runs = Dictionary(runs.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var takes: [Int64: TakeRecord] = [:]
        try database.query(
            """
            SELECT file, bytes, sha256, verdict, verification, measurement, place, run FROM takes
            \(condition)
            """, values
        ) { row in
            guard let run = row.integer(7).flatMap({ runs[$0] }) else { return }
            takes[run.id] = TakeRecord(
                run: run, file: row.text(0) ?? "", place: row.text(6), bytes: row.integer(1) ?? 0,
                sha256: row.text(2) ?? "",
                outcome: Self.outcome(verdict: row.text(3), verification: row.text(4)),
                measurement: row.text(5).flatMap { decoded(MediaMeasurement.self, from: $0) })
        }
        return takes
    }

    private static func outcome(verdict: String?, verification: String?) -> TakeRecord.Outcome {
        guard verdict != nil else { return .notVerified }
        return verification.flatMap { decoded(Verification.self, from: $0) }
            .map(TakeRecord.Outcome.verified) ?? .unreadable
    }
}

/// A value from its JSON text; `nil` if it can't be read.
private func decoded<Value: Decodable>(_ type: Value.Type, from text: String) -> Value? {
    try? JSONDecoder().decode(type, from: Data(text.utf8))
}
