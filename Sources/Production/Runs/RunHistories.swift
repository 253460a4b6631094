import DailiesLedger
import DailiesPlanning

/// Which runs of the ledger belong to which planned run.
///
/// A run belongs to the planned run with its shot, part and digest. A shot that only got another id
/// keeps its runs: a planned run takes over those of an earlier shot with the same digest that the
/// list no longer has.
actor RunHistories {
    private let ledger: Ledger
    private let folder: ProductionFolder
    private let acceptsFlagged: Bool
    /// The plan's runs as planned; the digests of those that start with a last picture are
    /// provisional.
    private let planned: Set<Key>
    /// The earlier runs that planned runs have taken over.
    private var takenOver: [Key: Key] = [:]
    /// The runs that planned runs have asked for, including those that were taken over.
    private var used: Set<Key> = []
    /// The runs that were followed in this session.
    private var followed: Set<Int64> = []

    private struct Key: Hashable {
        let shot: String
        let part: String?
        let digest: String

        init(_ run: PlannedRun) { (shot, part, digest) = (run.shot, run.part, run.digest) }
        init(_ run: RunRecord) { (shot, part, digest) = (run.shot, run.part, run.digest) }
    }

    /// - Parameter acceptsFlagged: whether takes whose only failed check is the provider's content
    ///   filter are accepted.
    init(ledger: Ledger, folder: ProductionFolder, plan: Plan, acceptsFlagged: Bool) {
        self.ledger = ledger
        self.folder = folder
        self.acceptsFlagged = acceptsFlagged
        planned = Set(plan.runs.flatMap(\.candidates).map(Key.init))
    }

    /// The history of a planned run: what it has taken over, then its own runs.
    func history(of run: PlannedRun) async throws -> RunHistory {
        let key = Key(run)
        used.insert(key)
        let equal = try await ledger.runs(ofDigest: run.digest)
        // No `await` up to the end of the choice, so that two planned runs never take over the same runs.
        if takenOver[key] == nil {
            let free = equal.filter { run in
                !planned.contains(Key(run)) && !used.contains(Key(run))
            }
            // A shot that got another id twice has several: one with a take comes before a failed one.
            if let best = free.first(where: { $0.isOpen || $0.state == .succeeded }) ?? free.first {
                takenOver[key] = Key(best)
                used.insert(Key(best))
            }
        }
        let runs = [takenOver[key], key].flatMap { key in
            equal.filter { Key($0) == key }.sorted { $0.take < $1.take }
        }
        var facts: [RunFacts] = []
        for run in runs { facts.append(try await RunFacts(run, ledger, folder)) }
        return RunHistory(facts: facts, acceptsFlagged: acceptsFlagged)
    }

    /// Records that a run is followed in this session.
    func follow(_ run: RunRecord) { followed.insert(run.id) }

    /// The runs that weren't followed in this session, and that may still bring a take: under way, of
    /// unknown outcome, or finished without an intact and verified file.
    func leftovers() async throws -> [RunRecord] {
        let runs = try await ledger.runs()
        let takes = try await ledger.takes(of: runs)
        return runs.filter { !followed.contains($0.id) && $0.isUnfinished(takes[$0.id]) }
    }
}
