import DailiesHTTP
import DailiesLedger

/// Waits where the provider takes nothing more for now: the account's money or places are bound.
///
/// What runs of this session hold is waited for as long as they are followed. What others may hold,
/// runs that this session doesn't follow or sessions of other people, is waited for with patience.
/// Where nobody can be seen who holds anything, the account itself lacks money: a person must act.
struct LackOfRoom {
    let run: RunRecord
    let means: SessionMeans
    /// Since when only others could be waited for.
    private var lonelySince: ContinuousClock.Instant?
    /// Whether a request of ours without an answer was waited for, and for nothing.
    private var hasHoped = false
    private var hasTold = false

    init(run: RunRecord, means: SessionMeans) {
        self.run = run
        self.means = means
    }

    /// Returns when it may be asked again; what ends the run instead, if anything does.
    ///
    /// - Parameters:
    ///   - isCredit: whether it is money that lacks, and not places.
    ///   - mark: the moment at which the request left.
    ///   - least: what the provider asks to be left in peace for.
    /// - Throws: `LedgerError`, or `CancellationError`.
    mutating func wait(
        _ reason: String, isCredit: Bool, since mark: SubmitGate.Mark, atLeast least: Duration
    ) async throws -> RunOutcome? {
        switch means.gate.hope(since: mark) {
        case .run:
            lonelySince = nil
            hasHoped = false
        case .request where !hasHoped:
            // Two that wait for each other's answer would wait for ever.
            hasHoped = true
        case .request, .none:
            guard try await mayBeOthers(isCredit), isPatient() else {
                guard isCredit else {
                    return .open(reason: "it could not be submitted: \(reason)")
                }
                means.gate.refuse(reason)
                return .accountRefused(reason: reason)
            }
        }
        if !hasTold {
            means.emit(.note("\(run.takeName) waits until others have ended: \(reason)"))
        }
        hasTold = true
        var chance = SystemRandomNumberGenerator()
        // Spread by chance, so that many who were turned away together don't come back together.
        let longest = means.settings.pace.poll.delay(attempt: .max, using: &chance)
        try await means.pause(max(longest, least))
        return nil
    }

    /// Whether others have not been waited for too long.
    private mutating func isPatient() -> Bool {
        let since = lonelySince ?? .now
        lonelySince = since
        return since.duration(to: .now) < means.settings.pace.boundPatience
    }

    /// Whether others may hold what lacks: places are always somebody's; money may just be spent,
    /// unless the ledger knows of open runs.
    private func mayBeOthers(_ isCredit: Bool) async throws -> Bool {
        guard isCredit else { return true }
        return try await means.ledger.runs().contains { other in
            other.id != run.id && other.provider == run.provider && other.instance == run.instance
                && (other.state == .accepted || other.state == .unknown)
        }
    }
}
