import DailiesCallbacks
import DailiesLanding
import DailiesLedger
import DailiesPlanning

/// Starts the execution of a planned run, with the last picture of another run's take if the plan
/// says so, at the first of its providers that sells it.
struct RunStart: Sendable {
    let contexts: ProviderContexts
    /// The URLs that the provider calls when a run ends; `nil` if the session receives no callbacks.
    let callbacks: CallbackAddresses?

    private var session: SessionContext { contexts.session }

    /// - Parameter previous: the outcome of the run whose last picture this run starts with.
    func execute(_ planned: PlannedRun, after previous: RunOutcome?) async throws -> RunOutcome {
        guard let name = planned.startsFrom else { return try await buy(planned) }
        return try await execute(planned, startingFrom: name, previous)
    }

    private func execute(
        _ planned: PlannedRun, startingFrom name: String, _ previous: RunOutcome?
    ) async throws -> RunOutcome {
        guard let take = previous?.take else {
            let outcome = RunOutcome.open(
                reason: "it starts with the last picture of \(name), which has no accepted take")
            session.emit(.run(planned.name, .open("waits for \(name)")))
            return outcome
        }
        do {
            let picture = try await LastPicture(
                folder: session.settings.folder, isRehearsal: !session.server.isPaid
            ).file(of: take)
            // The request depends on the take: another take of that run makes earlier takes of this
            // run unusable.
            let started = planned.starting(
                withLastPictureOf: take.run.takeName, sha256: take.sha256, size: picture.size,
                contents: session.plan.contents)
            return try await buy(
                started, StartPicture(.lastPicture(of: take.run.takeName), picture))
        } catch let missing as LastPicture.Missing {
            return open(planned, missing.description)
        } catch let changed as ChangedTake {
            return open(planned, setAside(changed))
        } catch let error as LandingError {
            return open(planned, "the last picture of \(name) can't be written: \(error)")
        }
    }

    /// Executes the run at its providers, one after the other, until one has sold it or may have sold
    /// it.
    private func buy(
        _ planned: PlannedRun, _ start: StartPicture? = nil
    ) async throws -> RunOutcome {
        var rest = try await inOwnTask { [session] in
            try await RunCandidates(planned, session.histories, session.ledger).inOrder
        }[...]
        var refusals: [String] = []
        while let candidate = rest.popFirst() {
            let outcome = try await execute(
                candidate, of: planned, start, hasAlternative: !rest.isEmpty)
            guard let reason = outcome.refusalToSell else { return outcome }
            refusals.append("\(candidate.provider): \(reason)")
            let conclusion = try await inOwnTask { [self, refusals, next = rest.first] in
                try await conclude(planned, after: candidate, outcome, reason, refusals, next: next)
            }
            if let conclusion { return conclusion }
        }
        return open(planned, "it has no provider")
    }

    /// Executes the run at one of its providers.
    ///
    /// - Parameter hasAlternative: whether another provider is tried after it.
    private func execute(
        _ candidate: PlannedRun, of planned: PlannedRun,
        _ start: StartPicture?, hasAlternative: Bool
    ) async throws -> RunOutcome {
        guard let context = contexts.context(of: candidate) else {
            return open(planned, "this session doesn't buy from \(candidate.provider)")
        }
        let execution = RunExecution(
            planned: candidate, start: start, context: context, callbacks: callbacks,
            others: planned.candidates.filter { $0.digest != candidate.digest },
            hasAlternative: hasAlternative)
        return try await context.permits.withPermit { try await execution.execute() }
    }

    /// The run's outcome after providers sold nothing; `nil` if the next one is tried.
    ///
    /// - Parameters:
    ///   - candidate: the run at the provider that was tried last.
    ///   - outcome: how that ended.
    ///   - refusals: each provider with its reason.
    private func conclude(
        _ planned: PlannedRun, after candidate: PlannedRun, _ outcome: RunOutcome,
        _ reason: String, _ refusals: [String], next: PlannedRun?
    ) async throws -> RunOutcome? {
        // The refusal may also concern a run that was bought before, such as a poll of it.
        guard let next, try await mayBeBought(planned) else {
            let outcome = outcome.naming(refusals)
            if next != nil {
                session.emit(.run(planned.name, .open(outcome.problem ?? reason)))
            }
            return outcome
        }
        try await session.ledger.setValue(
            ProviderRefusals.key(planned.name), refusals.joined(separator: "; "))
        session.emit(
            .note(
                "\(planned.name): \(candidate.provider) sold nothing: \(reason); \(next.provider) is "
                    + "tried"))
        return nil
    }

    /// Whether no run at any of its providers may still bring a take, or has one that a person must look
    /// at.
    private func mayBeBought(_ planned: PlannedRun) async throws -> Bool {
        for candidate in planned.candidates {
            let history = try await session.histories.history(of: candidate)
            if history.unfinished != nil || history.heldTake != nil { return false }
        }
        return true
    }

    /// Renames the changed file, so that the next session downloads it again.
    ///
    /// - Returns: the reason why the run can't start.
    private func setAside(_ changed: ChangedTake) -> String {
        do {
            try session.settings.folder.setAside(changed.take)
            return changed.description
        } catch {
            return "\(changed.description); the changed file can't be renamed: \(error)"
        }
    }

    private func open(_ planned: PlannedRun, _ reason: String) -> RunOutcome {
        session.emit(.run(planned.name, .open(reason)))
        return .open(reason: reason)
    }
}
