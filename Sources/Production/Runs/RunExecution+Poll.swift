import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesLedger
import DailiesPlanning
import DailiesVerification

// Polling the provider until the run has ended.
extension RunExecution {
    /// How many polls in a row must not find a run before it counts as gone: it may not be visible
    /// right after the submit.
    private static let notFoundLimit = 5

    /// Continues a run that exists or may exist at the provider.
    func follow(_ run: RunRecord) async throws -> RunStep {
        await session.histories.follow(run)
        context.gate.runStarted(run.id)
        defer { context.gate.runEnded(run.id) }
        guard let remote = remote(of: run) else {
            return try await inOwnTask { [self] in
                try await reserving(run) { try await reconcile(run) }
            }
        }
        if let step = try await inOwnTask({ [self] in try await stepWithoutPoll(run) }) {
            return step
        }
        if run.state == .accepted {
            session.emit(
                .underway(
                    run: name, take: run.takeName, provider: run.provider, id: remote.id,
                    quote: run.quote))
        }
        return try await poll(run, remote)
    }

    private func remote(of run: RunRecord) -> RemoteRun? {
        guard let remote = run.remote else { return nil }
        // A recovered ledger has no addresses.
        return remote.addresses.isEmpty
            ? context.provider.remoteRun(id: remote.id, endpoint: run.endpoint) : remote
    }

    /// The step that follows if the run is at another server, or its take has landed and wasn't verified;
    /// `nil` if it is polled.
    private func stepWithoutPoll(_ run: RunRecord) async throws -> RunStep? {
        if run.state == .accepted || run.state == .succeeded,
            run.instance != context.provider.instance
        {
            guard session.server.losesRunsOnRestart else {
                return .finished(
                    .open(
                        reason:
                            "it was submitted to \(run.instance), which this session doesn't use"
                    ))
            }
            return try await void(run)
        }
        guard let take = try await session.ledger.take(of: run), standing(take) == .notVerified,
            session.settings.folder.hasFile(of: take),
            let verified = try await session.landing.verifyLanded(take, of: planned, pictures),
            verified.verification.action != .fetchAgain
        else { return nil }
        return step(after: verified)
    }

    /// Settles a submit with an unknown outcome.
    private func reconcile(_ run: RunRecord) async throws -> RunStep {
        try await context.reconciliation.settle(run)
        let settled = try await session.ledger.run(run.id)
        guard settled.state == .intended || settled.state == .unknown else {
            return .continueFromLedger
        }
        return .finished(
            .unknown(
                reason: settled.explanation ?? "it is unknown whether the submit was accepted"))
    }

    /// Closes a run that is gone because its stand-in has stopped.
    private func void(_ run: RunRecord) async throws -> RunStep {
        try await session.ledger.close(run.id, as: .void, cost: .zero)
        return .continueFromLedger
    }

    /// What is known of a run while it is polled.
    private struct Polling: Sendable {
        var patience: PollPatience
        var notFoundCount = 0
        /// The phase that the user was told last.
        var shown: RunPhase?
        /// Why there is no result yet.
        var problem = "the provider is still working on it"
        /// The provider's `Retry-After` delay in its last answer.
        var retryAfter: Duration?
    }

    private func poll(_ run: RunRecord, _ remote: RemoteRun) async throws -> RunStep {
        let pace = session.settings.pace
        var polling = Polling(patience: PollPatience(pace))
        var generator = SystemRandomNumberGenerator()
        for attempt in 0... {
            let (step, known) = try await inOwnTask { [self, polling] in
                var known = polling
                return (try await pollOnce(run, remote, &known), known)
            }
            if let step { return step }
            polling = known
            let wait = pace.poll.delay(
                attempt: attempt, elapsed: polling.patience.elapsed(),
                retryAfter: polling.retryAfter, using: &generator)
            guard let wait else { break }
            try await session.wakeUps.wait(for: remote.id) { [session] in
                try await session.drain.waitForRun { try await session.pause(wait) }
            }
            if session.drain.leavesRuns {
                return .finished(
                    .open(
                        reason: "\(polling.problem); the session's time is over, and the next one "
                            + "goes on"))
            }
        }
        return .finished(
            .unknown(
                reason: "gave up waiting: \(polling.problem); start again to continue, nothing is "
                    + "paid twice"
            ))
    }

    /// Asks the provider once.
    ///
    /// - Returns: the step that follows; `nil` if the run must be polled again.
    private func pollOnce(
        _ run: RunRecord, _ remote: RemoteRun, _ polling: inout Polling
    ) async throws -> RunStep? {
        polling.retryAfter = nil
        do {
            let report = try await context.provider.report(on: remote)
            polling.notFoundCount = 0
            switch report.state {
            case .queued: note(.queued, &polling)
            case .running: note(.running, &polling)
            case .unrecognized(let word): note(unknown: word, &polling)
            case .videoMissing: return try await keepWithoutVideo(run, report)
            case .succeeded(let file): return try await finish(run, remote, report, file)
            case .failed(let failure):
                try await close(run, as: failure.kind.state, reason: failure.reason, report)
                return .continueFromLedger
            }
            return nil
        } catch let failure as ProviderFailure {
            return try await step(after: failure, run, &polling)
        }
    }

    /// Tells what a run is doing, each phase once.
    private func note(_ phase: RunPhase, _ polling: inout Polling) {
        if phase != polling.shown { session.emit(.run(name, phase)) }
        polling.shown = phase
        if phase == .queued { polling.patience.extend() }
    }

    private func note(unknown word: String, _ polling: inout Polling) {
        let words = "the provider reports the unknown status \"\(word)\""
        if polling.problem != words {
            session.emit(.note("\(name): \(words); polling continues"))
        }
        polling.problem = words
    }

    private func keepWithoutVideo(
        _ run: RunRecord, _ report: RunReport
    ) async throws -> RunStep {
        try await session.ledger.keep(run.id, reported: report.raw)
        return .finished(
            .open(
                reason: "it succeeded, but its answer contains no video; the answer is "
                    + "in the ledger (runs.reported), and the run stays open"
                    + writeOffAdvice(run)))
    }

    /// Records that a run has succeeded, and downloads its file.
    private func finish(
        _ run: RunRecord, _ remote: RemoteRun, _ report: RunReport, _ file: GeneratedFile
    ) async throws -> RunStep {
        try await close(run, as: .succeeded, report, delivery: file.delivery)
        // Read again: closing the run has added what the provider reports about the file.
        return try await download(try await session.ledger.run(run.id), remote, file)
    }

    /// - Returns: the step that follows a failed poll; `nil` if it is repeated.
    private func step(
        after failure: ProviderFailure, _ run: RunRecord, _ polling: inout Polling
    ) async throws -> RunStep? {
        polling.problem = failure.description
        switch failure {
        case .retryable(_, let after):
            session.emit(
                .detail("\(name): the poll failed and is repeated: \(polling.problem)"))
            polling.retryAfter = after
            if let after { polling.patience.extend(by: after) }
        case .unreachable:
            session.emit(
                .detail("\(name): the poll failed and is repeated: \(polling.problem)"))
        case .account(let reason):
            context.gate.refuseAccount(reason)
            return .finished(.accountRefused(reason: reason))
        case .notFound:
            polling.notFoundCount += 1
            if polling.notFoundCount >= Self.notFoundLimit {
                guard session.server.losesRunsOnRestart else {
                    return .finished(.unknown(reason: polling.problem + writeOffAdvice(run)))
                }
                return try await void(run)
            }
        case .refused, .moderated, .modelUnavailable, .capacityExhausted, .alreadyAccepted,
            .unknown:
            return .finished(.open(reason: polling.problem + writeOffAdvice(run)))
        }
        return nil
    }

    /// What a person can do about a run that may never finish.
    private func writeOffAdvice(_ run: RunRecord) -> String {
        "; if it is lost: " + writeOffCommand(run)
    }

    /// The command that gives a run up.
    func writeOffCommand(_ run: RunRecord) -> String {
        shellLine(
            "dailies", ["reconcile", session.settings.folder.path, "--write-off", run.takeName])
    }

    private func close(
        _ run: RunRecord, as state: RunRecord.State, reason: String? = nil, _ report: RunReport,
        delivery: Delivery? = nil
    ) async throws {
        if let cost = report.cost, cost > run.quote {
            session.emit(
                .note("\(name): it cost \(cost), but was quoted at \(run.quote) at worst"))
        }
        let cost = state == .faulted ? report.cost ?? .zero : report.cost
        try await session.ledger.close(
            run.id, as: state, reason: reason,
            reported: report.raw == .null ? nil : report.raw,
            // A synchronous provider reports it only once, in the answer to the submit.
            delivery: report.raw == .null ? nil : delivery,
            cost: cost)
        if run.state == .accepted { emitEnd(of: run, id: run.remoteID, state, cost: cost) }
    }

    /// Tells that a run ended at the provider.
    func emitEnd(of run: RunRecord, id: String?, _ state: RunRecord.State, cost: Money?) {
        session.emit(
            .ended(run: name, take: run.takeName, id: id, state: state.rawValue, cost: cost))
    }
}

extension RunRecord {
    /// The run at the provider; `nil` if it is unknown whether there is one.
    var remote: RemoteRun? { remoteID.map { RemoteRun(id: $0, addresses: addresses) } }
}

extension RunFailure.Kind {
    fileprivate var state: RunRecord.State {
        switch self {
        case .ordinary: .failed
        case .moderated: .moderated
        case .providerFault: .faulted
        }
    }
}
