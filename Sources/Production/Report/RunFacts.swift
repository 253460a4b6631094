import DailiesLedger
import DailiesPlanning
import DailiesReporting

/// A run of the ledger with what the report says about it.
struct RunFacts: Sendable {
    let run: RunRecord
    /// `nil` if no file has landed.
    let take: TakeRecord?
    /// Whether the take's file is there with the length that was downloaded.
    let hasFile: Bool
    /// Whether a person chose the take.
    let isChosen: Bool
    /// `nil` if it isn't known.
    let cost: Money?

    /// All runs of a ledger, in the order of their intents.
    static func all(_ ledger: Ledger, _ folder: ProductionFolder) async throws -> [RunFacts] {
        var facts: [RunFacts] = []
        for run in try await ledger.runs() {
            let take = try await ledger.take(of: run)
            facts.append(
                RunFacts(
                    run: run, take: take, hasFile: take.map(folder.hasFile) ?? false,
                    isChosen: try await ledger.circledTake(of: run.name) == run.takeName,
                    cost: try await ledger.cost(of: run.id)))
        }
        return facts
    }

    /// What can be claimed back from the provider; `nil` if nothing can.
    var claim: DailiesReport.ClaimEntry? { DailiesReport.ClaimEntry(run, cost: cost) }

    /// Whether it cost money, or may have, and brings nothing to the film.
    var isWasted: Bool {
        switch take.map({ TakeStanding($0) }) {
        case .rejected: return !isChosen
        case .accepted, .notVerified, .damaged, .held: return false
        case nil: return [.failed, .faulted, .moderated].contains(run.state)
        }
    }

    /// The run in the list of those that brought no take; `nil` if nothing was sent.
    var entryWithoutTake: DailiesReport.RunEntry? {
        guard take == nil, run.state != .notSent, run.state != .void else { return nil }
        return DailiesReport.RunEntry(
            take: run.takeName, provider: run.provider, runID: run.remoteID,
            state: run.state.rawValue, reason: run.explanation, cost: cost)
    }
}
