// The sessions that worked on the production.
extension Ledger {
    /// Records that a session begins; its runs count under its cap.
    package func beginSession() throws(LedgerError) {
        try database.execute("INSERT INTO sessions (began_at) VALUES (?)", [.integer(now())])
        session = database.lastInsertedID
    }

    /// Records how the session ended.
    package func endSession(_ outcome: String) throws(LedgerError) {
        try database.execute(
            "UPDATE sessions SET ended_at = ?, outcome = ? WHERE id = ?",
            [.integer(now()), .text(outcome), .optional(session)])
    }
}
