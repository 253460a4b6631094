// Callbacks that were heard, by whichever process: they say whom to ask, nothing else.
extension Ledger {
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
}
