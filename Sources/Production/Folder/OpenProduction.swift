package import DailiesGeneration
import DailiesLanding
package import DailiesLedger
package import DailiesPlanning
import DailiesThreads

/// A production that is opened without a session, for reconciling and cancelling runs; it is locked
/// while it is open.
package final class OpenProduction: Sendable {
    package let ledger: Ledger
    private let lock: ProductionLock
    private let searches = SearchTimes()
    private let claims: RunClaims
    private let renewing: Task<Void, Never>

    private init(ledger: Ledger, lock: consuming ProductionLock) {
        self.ledger = ledger
        self.lock = lock
        let claims = RunClaims(ledger: ledger, pace: .provider, drain: Drain(), emit: { _ in })
        self.claims = claims
        renewing = Task { await claims.keepRenewing() }
    }

    deinit { renewing.cancel() }

    /// Ends the claims on the runs that were searched for.
    package func close() async throws { try await claims.releaseAll() }

    /// Opens an existing production.
    ///
    /// - Parameter budget: the user's budget, which what is done here changes too. If it can't be
    ///   opened, the next session brings it up to date.
    /// - Throws: `SessionError`, also if a session has locked it; `LedgerError`.
    package static func open(
        _ folder: ProductionFolder, budget: String? = nil
    ) async throws -> OpenProduction {
        try folder.requireLedger()
        try folder.requireWritable()
        let lock = try ProductionLock.acquire(folder)
        let ledger = try await folder.openLedger()
        let kind = try await ledger.kind()
        if kind == .bought, let budget, ledger.isShared || Landing.size(of: budget) != nil {
            try? await ledger.openBudget(at: budget, production: folder.resolvedPath)
        }
        return OpenProduction(ledger: ledger, lock: lock)
    }

    /// Runs whose submit may or may not have reached the provider, and that no session works on.
    package func unknownRuns() async throws -> [RunRecord] {
        var unclaimed: [RunRecord] = []
        for run in try await ledger.unresolvedRuns() where try await claims.claim(run.name) == nil {
            unclaimed.append(run)
        }
        return unclaimed
    }

    /// Settles a submit with an unknown outcome, as far as the provider's list allows.
    ///
    /// - Parameters:
    ///   - isStandIn: whether the provider is a stand-in on this machine.
    ///   - notify: receives a sentence for the user before each wait.
    package func reconcile(
        _ run: RunRecord, with provider: any Provider, isStandIn: Bool,
        notify: @escaping @Sendable (String) -> Void
    ) async throws {
        try await Reconciliation(
            ledger: ledger, claims: claims, provider: provider,
            server: ServerTraits(isStandIn: isStandIn),
            pace: isStandIn ? .standIn : .provider, searches: searches, notify: notify
        ).settle(run)
    }

    /// Records the id of a run that a person has found at the provider.
    ///
    /// - Returns: `nil`, or the run that has this id already; nothing is recorded then.
    package func adopt(
        _ run: RunRecord, id: String, at provider: any Provider
    ) async throws -> RunRecord? {
        let remote = provider.remoteRun(id: id, endpoint: run.endpoint)
        return try await ledger.accept(
            run.id, remoteID: remote.id, addresses: remote.addresses)
    }

    /// Notes that the outcome of these submits is searched for: all waits for them begin now.
    package func beginSearches(_ runs: [RunRecord]) {
        for run in runs { searches.begin(run) }
    }

    /// Records that a submit never arrived, as a person says: it may be sent again.
    package func forget(_ run: RunRecord) async throws {
        try await ledger.close(
            run.id, as: .notSent, reason: "a person says that it never arrived", cost: .zero)
    }

    /// Accepted runs without an accepted take: none was downloaded, or it didn't pass.
    package func missingRuns() async throws -> [RunRecord] {
        var missing: [RunRecord] = []
        for run in try await ledger.runs() where run.state == .accepted || run.state == .succeeded {
            let take = try await ledger.take(of: run)
            if take.map({ TakeStanding($0) }) != .accepted { missing.append(run) }
        }
        return missing
    }

    /// Gives up a run whose film is lost, as a person says: it counts as paid at the worst price, and
    /// the same request may be submitted again.
    package func writeOff(_ run: RunRecord) async throws {
        try await ledger.close(
            run.id, as: .faulted, reason: "a person wrote it off", cost: run.quote)
    }

    /// Runs that cost money, or may cost some.
    package func paidRuns() async throws -> [RunRecord] {
        try await ledger.runs().filter { $0.remoteID != nil && $0.state != .void }
    }

    /// Records what a person read on the provider's bill: it counts under a cap.
    package func bill(_ run: RunRecord, _ cost: Money) async throws {
        try await ledger.bill(run.id, cost)
    }

    /// Chooses a take for the film by hand.
    ///
    /// - Returns: `false` if there is no such take, or if its file is missing or has another length.
    package func circle(_ takeName: String, in folder: ProductionFolder) async throws -> Bool {
        for run in try await ledger.runs() where run.takeName == takeName {
            guard let take = try await ledger.take(of: run), folder.hasFile(of: take) else {
                return false
            }
            try await ledger.circle(take)
            try await onOwnThread(named: "sidecars") {
                try TakeSidecar.markCircled(take, in: folder)
            }
            return true
        }
        return false
    }

    /// Runs that are under way at their provider.
    package func runsUnderway() async throws -> [RunRecord] {
        try await ledger.runs().filter { $0.state == .accepted }
    }

    /// Asks a provider to cancel a run; the outcome is known when the run is polled.
    package func cancel(
        _ run: RunRecord, at provider: any Provider
    ) async throws -> Cancellation {
        guard let remote = run.remote else { return .tooLate }
        return try await provider.cancel(remote)
    }
}
