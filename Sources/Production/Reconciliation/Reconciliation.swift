import DailiesGeneration
import DailiesJSON
import DailiesLedger
import DailiesPlanning
import Foundation

/// Finds out what became of submits whose answer was never seen.
struct Reconciliation: Sendable {
    let ledger: Ledger
    let provider: any Provider
    let isStandIn: Bool
    let absenceGrace: Duration
    /// How long a request may have been on its way when its session was broken off.
    let submitPatience: Duration
    let now: @Sendable () -> Int64
    let pause: @Sendable (Duration) async throws -> Void
    /// Is told why nothing happens for a while.
    let tell: @Sendable (String) -> Void

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
        let isItsOwn = run.provider == type(of: provider).identity.name
        guard isItsOwn, run.instance == provider.instance else {
            // Another server was asked, or the same one in another way; this one can't know.
            if isStandIn, isItsOwn { try await ledger.close(run.id, as: .void, cost: .zero) }
            return
        }
        do {
            guard var found = try await candidates(run) else {
                return try await doubt(
                    run,
                    "the provider keeps no list that could tell; look at its dashboard, then use "
                        + "dailies reconcile")
            }
            if found.isEmpty, try await waitUntilListed(run) {
                found = try await candidates(run) ?? []
            }
            if try await hasDouble(run) {
                return try await doubt(
                    run, "another submit asked for the same in words, and its answer is lost too")
            }
            if let report = found.first, found.count == 1 {
                return try await ledger.accept(
                    run.id, remoteID: report.run.id, addresses: report.run.addresses)
            }
            guard found.isEmpty else {
                let ids = found.map(\.run.id).joined(separator: ", ")
                return try await doubt(run, "several runs could be it: \(ids)")
            }
            if try await listIsTrusted() {
                return try await ledger.close(
                    run.id, as: .notSent, reason: "the provider lists no such run", cost: .zero)
            }
            try await doubt(
                run, "the provider lists no such run, but its list has not been proven")
        } catch let failure as ProviderFailure {
            try await doubt(run, failure.description)
        }
    }

    /// What was bought a moment ago may not be in the list yet.
    ///
    /// - Returns: whether there was anything to wait for.
    private func waitUntilListed(_ run: RunRecord) async throws -> Bool {
        let age = Duration.microseconds(now() - run.changedAt)
        // Whoever was killed can't say when the provider had the request at last.
        let grace = run.state == .intended ? absenceGrace + submitPatience : absenceGrace
        guard age < grace else { return false }
        // A clock that was set back must not stretch the wait.
        let wait = min(grace, grace - age)
        tell(
            "\(run.takeName): it isn't known whether its submit arrived; the provider lists no such "
                + "run yet, and is asked again in \(wait.components.seconds + 1) s")
        try await pause(wait)
        return true
    }

    private func doubt(_ run: RunRecord, _ reason: String) async throws {
        try await ledger.doubt(run.id, reason: reason)
    }

    /// Runs in the provider's list that it may be, and that nobody has claimed; `nil` where there
    /// is no list.
    private func candidates(_ run: RunRecord) async throws -> [RunReport]? {
        let claimed = Set(
            try await ledger.runs().filter { $0.id != run.id }.compactMap(\.remoteID))
        return try await provider.find(LostSubmit(run))?.filter { !claimed.contains($0.run.id) }
    }

    /// Whether another submit without an answer can't be told from this one in the provider's list,
    /// although it asked for something else.
    private func hasDouble(_ run: RunRecord) async throws -> Bool {
        guard !type(of: provider).identity.listsClientReference else { return false }
        return try await ledger.runs().contains { other in
            other.id != run.id && other.digest != run.digest && other.provider == run.provider
                && other.endpoint == run.endpoint
                && (other.state == .intended || other.state == .unknown)
                && other.request?.withoutMedia == run.request?.withoutMedia
        }
    }

    /// Whether the list finds a run that is known to be there: only then does absence mean absence.
    private func listIsTrusted() async throws -> Bool {
        if isStandIn { return true }
        // A list that is searched by what was asked for, page after page, proves nothing by silence.
        guard type(of: provider).identity.listsClientReference else { return false }
        let known = try await ledger.runs().last {
            $0.remoteID != nil && $0.instance == provider.instance
                && $0.provider == type(of: provider).identity.name
        }
        guard let known else { return false }
        let found = try await provider.find(LostSubmit(known)) ?? []
        return found.contains { $0.run.id == known.remoteID }
    }
}

extension LostSubmit {
    fileprivate init(_ run: RunRecord) {
        self.init(
            clientReference: run.clientReference, endpoint: run.endpoint,
            input: run.wire ?? run.request.map(KlingWire.input) ?? .null,
            submittedAt: Date(timeIntervalSince1970: Double(run.intendedAt) / 1_000_000))
    }
}
