import DailiesHTTP
import DailiesLedger

/// Waits while the account's credit or concurrency limit at the provider is used up.
///
/// Capacity that runs of this session use is waited for as long as they are followed. Capacity that
/// others may use, such as runs that this session doesn't follow or other people's sessions, is
/// waited for up to `Pace.capacityTimeout`. If nobody is known to use credit, the account itself has
/// none: a person must act.
struct CapacityWait {
    let run: RunRecord
    let gate: SubmitGate
    let ledger: Ledger
    let pace: SessionSettings.Pace
    let pause: @Sendable (Duration) async throws -> Void
    let emit: @Sendable (SessionEvent) -> Void
    /// Since when only others could free capacity.
    private var othersWaitStart: ContinuousClock.Instant?
    /// Whether an unanswered request of this session was waited for, without success.
    private var hasWaitedForRequest = false
    private var hasNotified = false

    init(run: RunRecord, context: ProviderContext) {
        let session = context.session
        self.run = run
        gate = context.gate
        ledger = session.ledger
        pace = session.settings.pace
        pause = session.pauseBeforeSubmit
        emit = session.emit
    }

    /// Waits until the run may be submitted again.
    ///
    /// - Parameters:
    ///   - isCredit: whether the credit is used up, and not the concurrency limit.
    ///   - snapshot: the gate's state when the request was sent.
    ///   - minimum: the `Retry-After` delay.
    /// - Returns: The run's outcome if it must not be submitted again; otherwise `nil`.
    /// - Throws: `LedgerError`, or `CancellationError`.
    mutating func wait(
        _ reason: String, isCredit: Bool, since snapshot: SubmitGate.Snapshot,
        atLeast minimum: Duration
    ) async throws -> RunOutcome? {
        switch gate.capacitySource(since: snapshot) {
        case .run:
            othersWaitStart = nil
            hasWaitedForRequest = false
        case .request where !hasWaitedForRequest:
            // Only once: two runs would wait for each other's answer forever.
            hasWaitedForRequest = true
        case .request, .none:
            guard try await mayBeUsedByOthers(isCredit), mayWaitForOthers() else {
                guard isCredit else {
                    return .open(reason: "it could not be submitted: \(reason)")
                }
                gate.refuseAccount(reason)
                return .accountRefused(reason: reason)
            }
        }
        if !hasNotified {
            emit(.note("\(run.takeName) waits until other runs have ended: \(reason)"))
        }
        hasNotified = true
        var generator = SystemRandomNumberGenerator()
        // Random, so that several waiting runs don't submit at the same moment.
        let longest = pace.poll.delay(attempt: .max, using: &generator)
        try await pause(max(longest, minimum))
        return nil
    }

    /// Whether the wait for others has not reached its limit.
    private mutating func mayWaitForOthers() -> Bool {
        let start = othersWaitStart ?? .now
        othersWaitStart = start
        return start.duration(to: .now) < pace.capacityTimeout
    }

    /// Whether others may use the capacity.
    ///
    /// A used-up concurrency limit is always in use by somebody;
    /// credit may just be spent, unless the ledger has open runs.
    private func mayBeUsedByOthers(_ isCredit: Bool) async throws -> Bool {
        guard isCredit else { return true }
        return try await ledger.hasOpenRun(besides: run)
    }
}
