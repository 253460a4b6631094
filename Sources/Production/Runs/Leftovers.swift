import DailiesGeneration
package import DailiesLedger
import DailiesPlanning

/// Follows runs apart from the list, because they may have been paid for: those of earlier lists or
/// of another provider in a session, and those that `fetch` downloads again.
package struct Leftovers: Sendable {
    let contexts: ProviderContexts
    /// The provider that a run was bought from, if it can be reached.
    let provider: @Sendable (RunRecord) -> (any Provider)?
    /// Makes the reconciliation for another provider.
    let reconciliation: @Sendable (any Provider) -> Reconciliation

    private var session: SessionContext { contexts.session }

    /// A run that today's list doesn't need, and its outcome in this session.
    package struct Outcome: Sendable {
        package let run: RunRecord
        package let outcome: RunOutcome
    }

    /// Follows all of them, several at once.
    func follow() async throws -> [Outcome] {
        let runs = try await session.histories.leftovers()
        for run in runs {
            session.emit(
                .note("\(run.takeName): bought earlier, and no longer in the list; it is followed"))
        }
        return try await follow(runs)
    }

    /// Follows those whose files the provider keeps for a short time only, and that no planned run may
    /// take over: they don't wait until the list's runs are done.
    func followShortLived() async throws -> [Outcome] {
        let runs = try await session.histories.leftovers().filter { run in
            run.hasShortLivedFile && run.remoteID != nil
                && !session.plan.runs.contains(where: run.mayBelong)
        }
        return try await follow(runs)
    }

    /// Follows these runs, several at once, beginning with those whose files the provider keeps for a
    /// short time only; the file of a finished run is downloaded again.
    func follow(_ runs: [RunRecord]) async throws -> [Outcome] {
        try await orderedResults(
            count: runs.count, atOnce: session.settings.concurrency,
            first: Set(runs.indices.filter { runs[$0].hasShortLivedFile }), after: { _ in nil }
        ) { index, _ in
            let run = runs[index]
            let outcome =
                try await session.claims.whileClaimed(run.name) {
                    try await finish(try await session.ledger.run(run.id))
                } ?? .open(reason: "another session works on it")
            return Outcome(run: try await session.ledger.run(runs[index].id), outcome: outcome)
        }
    }

    private func finish(_ run: RunRecord) async throws -> RunOutcome {
        guard let request = run.request else {
            return .open(reason: "its request in the ledger can't be read")
        }
        guard let context = contexts.context(of: run) ?? context(ofEarlier: run) else {
            return try await unreachable(run)
        }
        // Named by the take: the list may have a shot of the same name.
        let planned = PlannedRun(
            name: run.takeName, provider: run.provider, model: run.model, endpoint: run.endpoint,
            request: request, digest: run.digest,
            quote: Quote(expected: run.quote, worst: run.quote))
        return try await RunExecution(planned: planned, context: context).finish(run)
    }

    /// A context at the provider that a run was bought from, from which the session buys nothing; `nil`
    /// if it can't be reached.
    private func context(ofEarlier run: RunRecord) -> ProviderContext? {
        guard let other = provider(run), other.instance == run.instance else { return nil }
        return ProviderContext(other, reconciliation(other), session)
    }

    /// The outcome of a run whose server this session can't ask.
    private func unreachable(_ run: RunRecord) async throws -> RunOutcome {
        if session.server.losesRunsOnRestart {
            try await session.ledger.close(run.id, as: .void, cost: .zero)
            return .failed(reason: "its stand-in has stopped")
        }
        let reason =
            "it was bought from \(run.provider) (\(run.instance)), which this session can't reach: "
            + "set that provider's key, or write it off with dailies reconcile"
        return run.state == .accepted || run.state == .succeeded
            ? .open(reason: reason) : .unknown(reason: reason)
    }
}
