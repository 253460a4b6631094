import DailiesLedger
import Synchronization

/// The runs that a session works on, where other sessions may use the same ledger; otherwise nothing
/// is claimed.
///
/// A claim ends by itself unless it is renewed, so that the runs of a killed session are taken over.
final class RunClaims: Sendable {
    private let ledger: Ledger
    /// How long a claim holds without being renewed.
    private let lease: Duration
    /// Between two attempts to claim what another session works on.
    private let retryPause: Duration
    private let drain: Drain
    private let emit: @Sendable (SessionEvent) -> Void
    private let held = Mutex<[String: Claim]>([:])

    private struct Claim {
        /// How many pieces of work of this session need it.
        var holders = 0
        /// Until when it certainly holds, by a clock of this process that nobody can set; `nil` once it is
        /// lost.
        var end: ContinuousClock.Instant?
    }

    init(
        ledger: Ledger, pace: SessionSettings.Pace, drain: Drain,
        emit: @escaping @Sendable (SessionEvent) -> Void
    ) {
        self.ledger = ledger
        lease = pace.claimLease
        retryPause = pace.claimRetry
        self.drain = drain
        self.emit = emit
    }

    /// The claimed name that an intent needs; `nil` if no other session can use the ledger.
    func required(_ name: String) -> String? { ledger.isShared ? name : nil }

    /// Claims a run.
    ///
    /// - Returns: `nil`, or who works on it.
    func claim(_ name: String) async throws -> String? {
        guard ledger.isShared else { return nil }
        let begun = ContinuousClock.now
        if let holder = try await ledger.claim(name, for: lease) { return holder }
        held.withLock { held in
            held[name, default: Claim()].holders += 1
            held[name]?.end = begun + lease
        }
        return nil
    }

    /// Ends a claim, unless other work of this session needs it too.
    func release(_ name: String) async throws {
        if letGo(name) { try await ledger.releaseClaim(name) }
    }

    /// - Returns: whether nobody in this session needs the claim any more.
    private func letGo(_ name: String) -> Bool {
        held.withLock { held in
            guard let holders = held[name]?.holders else { return false }
            held[name]?.holders = holders - 1
            if holders == 1 { held[name] = nil }
            return holders == 1
        }
    }

    /// Whether a request may be sent for a claimed run: the claim still holds.
    ///
    /// Another session that takes the run over searches for it from its own claim on, for longer than a
    /// request may be on its way, before it counts the request as not sent.
    func maySend(_ name: String) -> Bool {
        guard ledger.isShared else { return true }
        return held.withLock { $0[name]?.end.map { $0 > .now } ?? false }
    }

    /// Claims a run, does the work, and releases the claim; while another session has claimed the run,
    /// waits first.
    ///
    /// If the claim is lost and the work fails, the run is claimed again and the work is repeated.
    ///
    /// - Parameter permits: limits how many pieces of work are done at once; waiting for another session
    ///   takes no permit.
    /// - Returns: `nil` if the session was asked to end while another one worked on it.
    func whileClaimed<Value: Sendable>(
        _ name: String, permits: AsyncSemaphore? = nil,
        _ work: @Sendable @escaping () async throws -> Value
    ) async throws -> Value? {
        let attempt: @Sendable () async throws -> Attempt<Value> = { [self] in
            if let holder = try await claim(name) { return .heldBy(holder) }
            do {
                return .done(try await work())
            } catch  where isLost(name, error) && !Task.isCancelled {
                // Another session has taken the run over, and the two were in each other's way.
                _ = letGo(name)
                if !(error is IntentRefusal) { emit(.note("\(name): \(error)")) }
                return .heldBy("another session")
            }
        }
        var isTold = false
        while true {
            let result =
                if let permits { try await permits.withPermit(attempt) } else {
                    try await attempt()
                }
            switch result {
            case .done(let value):
                try await release(name)
                return value
            case .heldBy(let holder):
                if !isTold { emit(.detail("\(name): \(holder) works on it; it is waited for")) }
                isTold = true
            }
            guard !drain.isRequested else { return nil }
            try await drain.wait { [retryPause] in try await Task.sleep(for: retryPause) }
        }
    }

    /// Whether work failed because its claim was lost.
    private func isLost(_ name: String, _ error: any Error) -> Bool {
        if case IntentRefusal.lostClaim = error { return true }
        return !maySend(name)
    }

    private enum Attempt<Value: Sendable>: Sendable {
        case done(Value)
        case heldBy(String)
    }

    /// Renews the claims until the task is cancelled.
    func keepRenewing() async {
        guard ledger.isShared else { return }
        while (try? await Task.sleep(for: lease / 3)) != nil {
            let begun = ContinuousClock.now
            let before = held.withLock { $0 }
            // A server that can't be reached is tried again by the ledger; what expires meanwhile isn't
            // submitted.
            guard let names = try? await ledger.renewClaims(for: lease) else { continue }
            held.withLock { held in
                for (name, claim) in held {
                    if names.contains(name) {
                        held[name]?.end = max(claim.end ?? begun, begun + lease)
                    } else if before[name]?.end == claim.end {
                        // Not one that was claimed during the renewal.
                        held[name]?.end = nil
                    }
                }
            }
        }
    }

    /// Ends all claims, so that other sessions need not wait until they expire.
    func releaseAll() async throws {
        guard ledger.isShared else { return }
        held.withLock { $0 = [:] }
        try await ledger.releaseClaims()
    }
}
