import DailiesGeneration
import DailiesHTTP
import DailiesLedger
import DailiesPlanning

/// The attempts of one submit that were certainly not accepted.
struct SubmitAttempts {
    var count = 0
    private let begun = ContinuousClock.now
    var generator = SystemRandomNumberGenerator()

    /// The time since the first attempt.
    var elapsed: Duration { begun.duration(to: .now) }
}

// Submits that were not accepted: they are repeated after a pause, or another provider is tried.
extension RunExecution {
    /// Waits after an attempt that was certainly not accepted, and opens the intent again.
    ///
    /// - Parameters:
    ///   - retryAfter: the provider's `Retry-After` delay.
    ///   - limit: the longest wait; without one the submit is given up at the end of the backoff.
    /// - Returns: The run's outcome if it must not be submitted again; otherwise `nil`.
    func retry(
        _ intent: RunRecord, _ attempts: inout SubmitAttempts, _ reason: String,
        after retryAfter: Duration? = nil, limit: Duration? = nil
    ) async throws -> RunOutcome? {
        // Before the pause, so that a session that ends in it leaves no unknown submit.
        try await session.ledger.closeSubmit(of: intent.id, as: .notSent, reason: reason)
        let delay = session.settings.pace.resubmit.delay(
            attempt: attempts.count, elapsed: attempts.elapsed, retryAfter: retryAfter,
            using: &attempts.generator)
        guard let wait = [delay, limit].compactMap(\.self).min() else {
            return .open(reason: "it could not be submitted: \(reason)")
        }
        attempts.count += 1
        let rest =
            limit ?? session.settings.pace.resubmit.deadline.map { $0 - attempts.elapsed }
        noteRetry(reason, attempt: attempts.count, wait: wait, rest: rest)
        try await session.pauseBeforeSubmit(wait)
        return try await renew(intent)
    }

    /// Tells the user why a submit is repeated: after the attempts 1, 2, 4, 8 and so on; the others
    /// are details.
    ///
    /// - Parameter rest: how long it is repeated; `nil` for no limit.
    private func noteRetry(_ reason: String, attempt: Int, wait: Duration, rest: Duration?) {
        let limit = rest.map {
            ", for up to \(max(1, $0.components.seconds / 60)) more minutes"
        }
        let text =
            "\(name): nothing was sent or accepted: \(reason); attempt \(attempt + 1) in "
            + "\(wait.components.seconds + 1) s\(limit ?? "")"
        session.emit(attempt.nonzeroBitCount == 1 ? .note(text) : .detail(text))
    }

    /// Opens an intent again that was not accepted.
    ///
    /// - Returns: The run's outcome if it must not be submitted again; otherwise `nil`.
    func renew(_ intent: RunRecord) async throws -> RunOutcome? {
        try await context.pacer.waitForTurn()
        try Task.checkCancellation()
        // The provider may have refused the account for another run in the meantime.
        if let reason = context.gate.accountRefusal { return .accountRefused(reason: reason) }
        if let outcome = outcomeWithoutSubmit { return outcome }
        let refusal = try await session.ledger.renew(
            intent, claimed: session.claims.required(name), caps: session.settings.caps)
        return try refusal.map(outcome)
    }

    /// Whether the provider lists a run that it refused; before another provider is tried it is asked
    /// twice, because a list may be late.
    func isAcceptedAfterAll(_ intent: RunRecord) async throws -> Bool {
        if try await context.reconciliation.settlesRefused(intent) { return true }
        guard hasAlternative, type(of: context.provider).identity.listsClientReference else {
            return false
        }
        try await session.pauseBeforeSubmit(session.settings.pace.refusalCheckPause)
        return try await context.reconciliation.settlesRefused(intent)
    }
}
