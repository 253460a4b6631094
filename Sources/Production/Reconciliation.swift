import DailiesGeneration
import DailiesLedger
import DailiesPlanning

/// Finds out what became of submits whose answer was never seen.
struct Reconciliation: Sendable {
    let ledger: Ledger
    let provider: RunflowProvider
    let isStandIn: Bool
    let absenceGrace: Duration
    let now: @Sendable () -> Int64
    let pause: @Sendable (Duration) async throws -> Void

    /// Settles every intent without an answer as far as the provider's list allows.
    func settleAll() async throws {
        for run in try await ledger.runs() where run.state == .intended || run.state == .unknown {
            try await settle(run)
        }
    }

    /// Looks for a run under our own reference.
    ///
    /// Found: it is adopted. Not found: that counts only when the intent is old enough and the
    /// list has shown that it can find a run at all; otherwise it stays unknown.
    func settle(_ run: RunRecord) async throws {
        guard run.instance == provider.baseURL else {
            // Another server was asked; this one can't know.
            if isStandIn { try await ledger.close(run.id, as: .void, cost: .zero) }
            return
        }
        let age = Duration.microseconds(now() - run.intendedAt)
        // A clock that was set back must not stretch the wait.
        if age < absenceGrace { try await pause(min(absenceGrace, absenceGrace - age)) }
        do {
            let found = try await provider.runs(withReference: run.clientReference)
            if let report = found.first {
                return try await ledger.accept(run.id, remoteID: report.remoteID)
            }
            if try await listIsTrusted() {
                return try await ledger.close(
                    run.id, as: .notSent, reason: "the provider lists no such run", cost: .zero)
            }
            try await ledger.close(
                run.id, as: .unknown,
                reason: "the provider lists no such run, but its list has not been proven")
        } catch let failure as ProviderFailure {
            try await ledger.close(run.id, as: .unknown, reason: failure.description)
        }
    }

    /// Whether the list finds a run that is known to be there: only then does absence mean absence.
    private func listIsTrusted() async throws -> Bool {
        if isStandIn { return true }
        let known = try await ledger.runs().last {
            $0.remoteID != nil && $0.instance == provider.baseURL
        }
        guard let known else { return false }
        let found = try await provider.runs(withReference: known.clientReference)
        return found.contains { $0.remoteID == known.remoteID }
    }
}
