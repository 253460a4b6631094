import DailiesPlanning
import Foundation

/// A session as the ledger records it.
package struct SessionRecord: Hashable, Sendable {
    package let id: Int64
    /// When it began, in microseconds since 1970.
    package let beganAt: Int64
    /// When it ended, in microseconds since 1970; `nil` if it is at work, or was killed.
    package let endedAt: Int64?
    /// How it ended; `nil` if it is at work, or was killed.
    package let outcome: String?
    /// How many runs it recorded to submit.
    package let runs: Int
    /// How many of its runs brought a file.
    package let takes: Int
    /// What its runs cost, and what is set aside for them.
    package let money: MoneyTotals
}

// The sessions that worked on the production.
extension Ledger {
    /// Records that a session begins; its runs count under its cap.
    package func beginSession() throws(LedgerError) {
        session = try database.transaction { () throws(LedgerError) in
            try database.insert(
                "INSERT INTO sessions (began_at) VALUES (?)", [.integer(try database.now())])
        }
    }

    /// Records how the session ended.
    package func endSession(_ outcome: String) throws(LedgerError) {
        try database.execute(
            "UPDATE sessions SET ended_at = ?, outcome = ? WHERE id = ?",
            [.integer(try database.now()), .text(outcome), .optional(session)])
    }

    /// All sessions, oldest first.
    package func sessions() throws(LedgerError) -> [SessionRecord] {
        // Before the rows: a connection executes one statement at a time.
        let money = try moneyBySession()
        var sessions: [SessionRecord] = []
        try database.query(
            """
            SELECT id, began_at, ended_at, outcome,
                (SELECT COUNT(*) FROM runs WHERE session = sessions.id),
                (SELECT COUNT(*) FROM runs JOIN takes ON takes.run = runs.id
                    WHERE session = sessions.id)
            FROM sessions ORDER BY id
            """
        ) { row in
            let id = row.integer(0) ?? 0
            sessions.append(
                SessionRecord(
                    id: id, beganAt: row.integer(1) ?? 0,
                    endedAt: row.integer(2), outcome: row.text(3), runs: Int(row.integer(4) ?? 0),
                    takes: Int(row.integer(5) ?? 0),
                    money: money[id] ?? MoneyTotals()))
        }
        return sessions
    }

    /// What the runs cost that were submitted from the beginning of a night on, and what is set aside for
    /// them; a night lasts from noon to noon.
    ///
    /// - Parameter time: a moment of the night, in microseconds since 1970.
    package func money(inNightOf time: Int64) throws(LedgerError) -> MoneyTotals {
        let date = Date(microseconds: time)
        let start = SpendingPeriod.nightStart(at: date)
        return try money(where: "runs.intended_at >= ?", [.integer(start.microseconds)])
    }
}
