import DailiesLedger

/// How long runs took in a production, from the intent to the provider's report that they succeeded.
package enum RunTimes {
    /// The median in seconds of each model; empty for a new production and for a rehearsal.
    ///
    /// - Throws: `LedgerError`.
    package static func medians(in folder: ProductionFolder) async throws -> [String: Int] {
        guard let ledger = try await folder.readLedgerIfAny(),
            try await ledger.kind() == .bought
        else { return [:] }
        var times: [String: [Int64]] = [:]
        for run in try await ledger.runs() where run.state == .succeeded {
            times[run.model, default: []].append(run.changedAt - run.intendedAt)
        }
        return times.mapValues { times in
            max(1, Int(times.sorted()[times.count / 2] / 1_000_000))
        }
    }
}
