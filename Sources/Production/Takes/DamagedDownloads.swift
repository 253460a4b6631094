import DailiesLedger
import DailiesPlanning

// How often the file of a run came damaged. A provider whose own copy is damaged sends it so every time.

extension Ledger {
    /// From how many sessions on downloading once more is no way out.
    private static let hopeless = 2

    /// Records that another session got a damaged file of a run.
    ///
    /// - Returns: in how many sessions it came damaged.
    func countDamage(of run: RunRecord) throws(LedgerError) -> Int {
        let count = try damages(of: run) + 1
        try setValue(Self.key(run), String(count))
        return count
    }

    /// What a run counts as paid once a person gives its file up; `nil` while downloading it again may
    /// bring a good one.
    ///
    /// - Parameter take: the run's take.
    func writeOff(of run: RunRecord, _ take: TakeRecord?) throws(LedgerError) -> Money? {
        guard run.state == .succeeded, take.map({ TakeStanding($0) }) == .damaged else {
            return nil
        }
        return try damages(of: run) >= Self.hopeless ? run.quote : nil
    }

    private func damages(of run: RunRecord) throws(LedgerError) -> Int {
        try value(Self.key(run)).flatMap { Int($0) } ?? 0
    }

    private static func key(_ run: RunRecord) -> String { "damaged \(run.takeName)" }
}
