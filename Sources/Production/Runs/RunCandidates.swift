import DailiesLedger
import DailiesPlanning

/// A planned run at each of its providers, in the order in which they are to be executed.
///
/// A provider that has sold the run before comes first, whatever is preferred now: the provider
/// whose take a person chose, then where a take was accepted, then where a run may still bring one or
/// a person must look at a take.
struct RunCandidates {
    let inOrder: [PlannedRun]

    private enum Standing: Int, Comparable {
        case chosen, accepted, unfinished, held, notBought

        static func < (left: Standing, right: Standing) -> Bool { left.rawValue < right.rawValue }
    }

    /// - Throws: `LedgerError`.
    init(_ planned: PlannedRun, _ histories: RunHistories, _ ledger: Ledger) async throws {
        guard !planned.alternatives.isEmpty else {
            inOrder = [planned]
            return
        }
        var found: [(run: PlannedRun, standing: Standing)] = []
        for candidate in planned.candidates {
            let history = try await histories.history(of: candidate)
            let standing: Standing
            if let take = history.acceptedTake {
                let chosen = try await ledger.circledTake(of: take.run.name)
                standing = chosen == take.run.takeName ? .chosen : .accepted
            } else if history.unfinished != nil {
                standing = .unfinished
            } else {
                standing = history.heldTake == nil ? .notBought : .held
            }
            found.append((candidate, standing))
        }
        // Equal ones keep the order of preference.
        inOrder = found.indices.sorted {
            (found[$0].standing, $0) < (found[$1].standing, $1)
        }.map { found[$0].run }
    }
}
