import DailiesLedger
import DailiesPlanning

/// Which runs of the ledger belong to which planned run.
///
/// A run belongs to the planned run with its shot, part and digest. A shot that only got another id
/// keeps its runs: a planned run takes over those of an earlier shot with the same digest that the
/// list no longer has.
actor RunHistories {
    private let ledger: Ledger
    /// The plan's runs as planned; the digests of those that start with a last picture are
    /// provisional.
    private let planned: Set<Key>
    /// What planned runs have taken over.
    private var takenOver: [Key: Key] = [:]
    /// Every history that a planned run has asked for.
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

    init(ledger: Ledger, plan: Plan) {
        self.ledger = ledger
        planned = Set(plan.runs.map(Key.init))
    }

    /// The runs of a planned run, oldest first.
    func runs(of run: PlannedRun) async throws -> [RunRecord] {
        let key = Key(run)
        used.insert(key)
        let own = try await ledger.runs(of: run)
        if takenOver[key] == nil {
            let equal = try await ledger.runs(ofDigest: run.digest)
            // No suspension from here on: two planned runs never take over the same history.
            let taken = Set(takenOver.values)
            takenOver[key] = equal.lazy.map(Key.init).first {
                !planned.contains($0) && !used.contains($0) && !taken.contains($0)
            }
        }
        guard let earlier = takenOver[key] else { return own }
        used.insert(earlier)
        return try await ledger.runs(ofDigest: run.digest).filter { Key($0) == earlier } + own
    }

    /// Records that a run is followed in this session.
    func follow(_ run: RunRecord) { followed.insert(run.id) }

    /// The runs that weren't followed in this session, and that may still bring a take: under way, of
    /// unknown outcome, or finished without an intact and verified file.
    func leftovers() async throws -> [RunRecord] {
        var found: [RunRecord] = []
        for run in try await ledger.runs() where !followed.contains(run.id) {
            if run.isOpen {
                found.append(run)
            } else if run.state == .succeeded {
                switch try await ledger.take(of: run).map({ TakeStanding($0) }) {
                case nil, .notVerified, .damaged: found.append(run)
                case .accepted, .held, .rejected: break
                }
            }
        }
        return found
    }
}
