import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesLedger
import DailiesPlanning
import DailiesVerification

// Waiting: asking the provider until the run has ended.
extension RunJourney {
    /// Follows a run that may exist at the provider; `nil` where another take may be tried.
    func follow(_ run: RunRecord) async throws -> RunOutcome? {
        means.gate.hold(run.id)
        defer { means.gate.end(run.id) }
        guard let remote = run.remote else {
            try await means.reconciliation.settle(run)
            let settled = try await means.ledger.runs(of: planned).first { $0.id == run.id }
            guard settled?.state == .intended || settled?.state == .unknown else { return nil }
            return .unknown(
                reason: settled?.reason ?? "it isn't known whether the submit was accepted")
        }
        if run.state == .accepted || run.state == .succeeded,
            run.instance != means.provider.instance
        {
            guard means.isStandIn else {
                return .open(
                    reason: "it was bought from \(run.instance), which isn't asked in this session")
            }
            // The stand-in that made it is gone, and its takes with it.
            try await means.ledger.close(run.id, as: .void, cost: .zero)
            return nil
        }
        if let take = try await means.ledger.take(of: run), standing(take) == .notVerified,
            isThere(take),
            let judged = try await means.landing.judgeLanded(take, of: planned),
            judged.verification.action != .fetchAgain
        {
            return outcome(of: judged)
        }
        return try await poll(run, remote)
    }

    private func poll(_ run: RunRecord, _ remote: RemoteRun) async throws -> RunOutcome? {
        let pace = means.settings.pace
        let asked = ContinuousClock.now
        // Moves on for as long as the run waits for its turn.
        var begun = asked
        var chance = SystemRandomNumberGenerator()
        var missing = 0
        var shown: RunPhase?
        var trouble = "the provider is still working on it"
        for attempt in 0... {
            var after: Duration?
            do {
                let report = try await means.provider.report(on: remote)
                missing = 0
                switch report.state {
                case .queued, .running:
                    // A thousand runs say the same for minutes; once is enough.
                    let phase: RunPhase = report.state == .queued ? .queued : .running
                    if phase != shown { means.emit(.run(name, phase)) }
                    shown = phase
                    if phase == .queued, asked.duration(to: .now) < pace.queuePatience {
                        begun = .now
                    }
                case .unrecognized(let word):
                    let words = "the provider says \"\(word)\", a word we don't know"
                    if trouble != words { means.emit(.note("\(name): \(words); going on asking")) }
                    trouble = words
                case .videoMissing:
                    try await means.ledger.keep(run.id, reported: report.raw)
                    return .open(
                        reason: "it succeeded, but its answer names no video; the answer is in the "
                            + "ledger (runs.reported), and the run stays open\(wayOut(run))")
                case .succeeded(let file):
                    try await close(run, as: .succeeded, report, delivery: file.delivery)
                    return try await fetch(run, remote, file)
                case .failed(let failure):
                    try await close(run, as: failure.kind.state, reason: failure.reason, report)
                    return nil
                }
            } catch let failure as ProviderFailure {
                trouble = failure.description
                switch failure {
                case .retryable(_, let pause): after = pause
                case .account(let reason):
                    means.gate.refuse(reason)
                    return .accountRefused(reason: reason)
                case .notFound:
                    // Right after the submit a run may not be visible yet.
                    missing += 1
                    if missing >= 5 {
                        guard means.isStandIn else {
                            return .unknown(reason: trouble + wayOut(run))
                        }
                        try await means.ledger.close(run.id, as: .void, cost: .zero)
                        return nil
                    }
                case .refused, .moderated, .capacityExhausted, .unknown:
                    return .open(reason: trouble + wayOut(run))
                }
            }
            let wait = pace.poll.delay(
                attempt: attempt, elapsed: begun.duration(to: .now), retryAfter: after,
                using: &chance)
            guard let wait else { break }
            try await means.wakes.wait(for: remote.id) { [means] in try await means.pause(wait) }
        }
        return .unknown(
            reason: "gave up waiting: \(trouble); it isn't paid for twice: start again to go on")
    }

    /// What a person can do about a run that may never come.
    private func wayOut(_ run: RunRecord) -> String {
        "; where it can't be had any more: dailies reconcile \(means.settings.folder.path) "
            + "--write-off \(run.takeName)"
    }

    private func close(
        _ run: RunRecord, as state: RunRecord.State, reason: String? = nil, _ report: RunReport,
        delivery: Delivery? = nil
    ) async throws {
        if let cost = report.cost, cost > run.quote {
            means.emit(
                .note("\(name): it cost \(cost), and was quoted at \(run.quote) at the worst"))
        }
        try await means.ledger.close(
            run.id, as: state, reason: reason,
            reported: report.raw == .null ? nil : report.raw,
            // A synchronous run says it once, with the answer to its submit.
            delivery: report.raw == .null ? nil : delivery,
            cost: state == .faulted ? report.cost ?? .zero : report.cost)
    }
}

extension RunRecord {
    /// The run at the provider; `nil` where it isn't known whether there is one.
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
