package import DailiesJSON

// Takes: landed files and the verdicts on them.
extension Ledger {
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
}
