import DailiesLedger
import DailiesPlanning

/// Assigns the runs of a ledger to the shots and parts of the list, for reports and exports that are made
/// without a session.
///
/// As in a session: a shot that only got another id keeps its runs, by the digest of its request.
struct ListedRuns: Sendable {
    let planned: [PlannedRunEntry]
    /// The runs whose last pictures others start with, by the names of those others.
    private let predecessors: [String: String]
    /// The runs by the name of the run of the list that they make.
    private let made: [String: [RunFacts]]
    /// The runs by their own names.
    private let named: [String: [RunFacts]]

    /// - Parameters:
    ///   - facts: all runs of the ledger, in the order of their intents.
    ///   - predecessors: the runs whose last pictures others start with, by the names of those others;
    ///     with none, the last picture of any take will do.
    init(
        _ planned: [PlannedRunEntry], _ facts: [RunFacts], predecessors: [String: String] = [:]
    ) {
        self.planned = planned
        self.predecessors = predecessors
        named = Dictionary(grouping: facts, by: \.run.name)
        let listed = Dictionary(
            planned.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var free = facts.filter { listed[$0.run.name]?.isMade(by: $0.run) != true }
        var made: [String: [RunFacts]] = [:]
        for entry in planned {
            var own = (named[entry.name] ?? []).filter { entry.isMade(by: $0.run) }
            for digest in entry.digests ?? [] {
                let equal = free.filter { $0.run.digest == digest }
                // A shot that got another id twice has several: one with a take comes before a failed
                // one.
                let best =
                    equal.first { $0.run.isOpen || $0.run.state == .succeeded } ?? equal.first
                guard let name = best?.run.name else { continue }
                own += equal.filter { $0.run.name == name }
                free.removeAll { $0.run.digest == digest && $0.run.name == name }
            }
            made[entry.name] = own.sorted { $0.run.id < $1.run.id }
        }
        self.made = made
    }

    /// The run whose last picture a run starts with; `nil` if there is none.
    func predecessor(of name: String) -> String? { predecessors[name] }

    /// The runs that make a run of the list as it is now, oldest first.
    ///
    /// - Parameter take: the take for the film of the run whose last picture it starts with.
    func current(_ name: String, after take: TakeRecord?) -> [RunFacts] {
        let own = made[name] ?? []
        guard predecessors[name] != nil else { return own }
        guard let take else { return [] }
        let picture = RequestMedia.lastPicture(of: take.run.takeName)
        return own.filter { $0.run.request?.start == picture }
    }

    /// All runs of a run of the list, those that were bought with an earlier version of the shot too,
    /// oldest first.
    func all(_ name: String) -> [RunFacts] {
        let own = named[name] ?? []
        let ids = Set(own.map(\.run.id))
        return (own + (made[name] ?? []).filter { !ids.contains($0.run.id) })
            .sorted { $0.run.id < $1.run.id }
    }
}
