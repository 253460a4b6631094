// Callbacks that any process received. A callback only says which run to poll; the rest of its
// content isn't used.
extension Ledger {
    /// Records a verified callback.
    ///
    /// - Parameters:
    ///   - message: identifies the message, so that a repeated delivery is recognized.
    ///   - remoteID: the provider's id of the run.
    /// - Returns: `false` if the message was recorded before.
    package func hear(_ message: String, of remoteID: String) throws(LedgerError) -> Bool {
        try database.execute(
            """
            INSERT INTO callbacks (remote_id, message, at) VALUES (?, ?, ?)
            ON CONFLICT (message) DO NOTHING
            """,
            [.text(remoteID), .text(message), .integer(try database.now())]) == 1
    }

    /// The callbacks with a number greater than `number`: the provider's ids of their runs in order
    /// of arrival, and the last number (`number` itself if there are none).
    package func callbacks(
        after number: Int64
    ) throws(LedgerError) -> (remoteIDs: [String], last: Int64) {
        var found: [String] = []
        var last = number
        try database.query(
            "SELECT id, remote_id FROM callbacks WHERE id > ? ORDER BY id", [.integer(number)]
        ) { row in
            last = row.integer(0) ?? last
            found.append(row.text(1) ?? "")
        }
        return (found, last)
    }
}
