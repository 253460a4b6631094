import DailiesGeneration
import DailiesJSON
import DailiesLedger
import DailiesPlanning
import Foundation

/// Finds out the outcome of submits whose answer was never received.
struct Reconciliation: Sendable {
    private let ledger: Ledger
    private let provider: any Provider
    private let server: ServerTraits
    private let absenceGrace: Duration
    /// How long a request may have been on its way after its session had ended.
    private let submitTimeout: Duration
    private let now: @Sendable () -> Int64
    private let pause: @Sendable (Duration) async throws -> Void
    /// Receives a sentence for the user before each wait.
    private let notify: @Sendable (String) -> Void

    /// - Parameters:
    ///   - submitTimeout: replaces the longest time that a submit of the provider may take.
    ///   - now: the time in microseconds since 1970.
    ///   - notify: receives a sentence for the user before each wait.
    init(
        ledger: Ledger, provider: any Provider, server: ServerTraits, pace: SessionSettings.Pace,
        submitTimeout: Duration? = nil,
        now: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1_000_000) },
        pause: @escaping @Sendable (Duration) async throws -> Void = {
            try await Task.sleep(for: $0)
        },
        notify: @escaping @Sendable (String) -> Void
    ) {
        self.ledger = ledger
        self.provider = provider
        self.server = server
        absenceGrace = pace.absenceGrace
        self.submitTimeout =
            submitTimeout
            ?? (server.isLocal ? .zero : type(of: provider).identity.submitTimeout)
        self.now = now
        self.pause = pause
        self.notify = notify
    }

    private var identity: ProviderIdentity { type(of: provider).identity }

    /// Settles every submit with an unknown outcome, as far as the provider's list allows.
    func settleAll() async throws {
        for run in try await ledger.unresolvedRuns() { try await settle(run) }
    }

    /// Looks for a run in the provider's list by our own reference.
    ///
    /// A run that is found is adopted. One that is missing counts as not sent only if its intent is
    /// old enough and the list has been shown to contain our runs; otherwise it stays unknown.
    func settle(_ run: RunRecord) async throws {
        let isOwnProvider = run.provider == identity.name
        guard isOwnProvider, run.instance == provider.instance else {
            // It was submitted to another server, which this one knows nothing about.
            if server.losesRunsOnRestart, isOwnProvider {
                try await ledger.close(run.id, as: .void, cost: .zero)
            }
            return
        }
        do {
            guard var found = try await candidates(run) else {
                return try await keepUnknown(
                    run,
                    "the provider has no list of runs; look at its dashboard, then use "
                        + "dailies reconcile")
            }
            if found.isEmpty, try await waitUntilListed(run) {
                found = try await candidates(run) ?? []
            }
            if try await hasAmbiguousTwin(run) {
                return try await keepUnknown(
                    run, "another submit with the same words has an unknown outcome too")
            }
            if let report = found.first, found.count == 1 {
                return try await ledger.accept(
                    run.id, remoteID: report.run.id, addresses: report.run.addresses)
            }
            guard found.isEmpty else {
                let ids = found.map(\.run.id).joined(separator: ", ")
                return try await keepUnknown(run, "several runs match: \(ids)")
            }
            guard run.isReferenceSent || !identity.listsClientReference else {
                return try await keepUnknown(
                    run,
                    "it was sent without our reference, which the provider refuses; look at the "
                        + "provider's dashboard, then use dailies reconcile")
            }
            if try await listIsReliable() {
                return try await ledger.close(
                    run.id, as: .notSent, reason: "the provider lists no such run", cost: .zero)
            }
            try await keepUnknown(
                run, "the provider lists no such run, but its list may be incomplete")
        } catch let failure as ProviderFailure {
            try await keepUnknown(run, failure.description)
        }
    }

    /// Waits until a run that was just submitted would be in the provider's list.
    ///
    /// - Returns: `false` if the submit is old enough, so that nothing was waited for.
    private func waitUntilListed(_ run: RunRecord) async throws -> Bool {
        let age = Duration.microseconds(now() - run.changedAt)
        // A killed session couldn't record when the request had been sent completely.
        let grace = run.state == .intended ? absenceGrace + submitTimeout : absenceGrace
        guard age < grace else { return false }
        // A clock that was set back must not lengthen the wait.
        let wait = min(grace, grace - age)
        notify(
            "\(run.takeName): the outcome of its submit is unknown; the provider doesn't list the "
                + "run yet, and is asked again in \(wait.components.seconds + 1) s")
        try await pause(wait)
        return true
    }

    private func keepUnknown(_ run: RunRecord, _ reason: String) async throws {
        try await ledger.doubt(run.id, reason: reason)
    }

    /// Runs in the provider's list that match, without those that belong to other runs; `nil` if the
    /// provider has no list.
    private func candidates(_ run: RunRecord) async throws -> [RunReport]? {
        guard let listed = try await provider.find(LostSubmit(run)) else { return nil }
        let claimed = try await ledger.claimedRemoteIDs(besides: run)
        return listed.filter { !claimed.contains($0.run.id) }
    }

    /// Whether another submit with an unknown outcome looks the same in the provider's list, although
    /// it requested something else.
    private func hasAmbiguousTwin(_ run: RunRecord) async throws -> Bool {
        guard !identity.listsClientReference else { return false }
        return try await ledger.unresolvedRuns(besides: run).contains {
            $0.request?.withoutMedia == run.request?.withoutMedia
        }
    }

    /// Whether the list contains a run that is known to exist: only then does a missing run mean that
    /// it was never accepted.
    private func listIsReliable() async throws -> Bool {
        if server.listsEveryRun { return true }
        // Without our reference the list is searched by input, page after page: a miss proves nothing.
        guard identity.listsClientReference else { return false }
        let known = try await ledger.lastAcceptedRun(
            provider: identity.name, instance: provider.instance)
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
