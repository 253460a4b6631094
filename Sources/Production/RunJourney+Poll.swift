import DailiesGeneration
import DailiesLedger
import DailiesPlanning
import DailiesVerification

// Waiting: asking the provider until the run has ended.
extension RunJourney {
    /// Follows a run that may exist at the provider; `nil` where another take may be tried.
    func follow(_ run: RunRecord) async throws -> RunOutcome? {
        guard let remoteID = run.remoteID else {
            try await reconciliation.settle(run)
            let settled = try await ledger.runs(of: planned).first { $0.id == run.id }
            guard settled?.state == .intended || settled?.state == .unknown else { return nil }
            return .unknown(
                reason: settled?.reason ?? "it isn't known whether the submit was accepted")
        }
        if run.state == .accepted || run.state == .succeeded,
            run.instance != provider.baseURL, isStandIn
        {
            // The stand-in that made it is gone, and its takes with it.
            try await ledger.close(run.id, as: .void, cost: .zero)
            return nil
        }
        if let take = try await ledger.take(of: run), !isJudged(take), isThere(take),
            let judged = try await landing.judgeLanded(take, name: name),
            judged.verification.action != .fetchAgain
        {
            return outcome(of: judged)
        }
        return try await poll(run, remoteID)
    }

    private func poll(_ run: RunRecord, _ remoteID: String) async throws -> RunOutcome? {
        var wait = settings.pace.firstPoll
        let deadline = ContinuousClock.now + settings.pace.runDeadline
        var missing = 0
        var trouble = "the provider is still working on it"
        while ContinuousClock.now < deadline {
            var after: Duration?
            do {
                let report = try await provider.report(on: remoteID)
                missing = 0
                switch report.state {
                case .queued: emit(.run(name, .queued))
                case .running: emit(.run(name, .running))
                case .unheardOf(let word):
                    let words = "the provider says \"\(word)\", a word we don't know"
                    if trouble != words { emit(.note("\(name): \(words); going on asking")) }
                    trouble = words
                case .succeeded(let file):
                    try await ledger.close(
                        run.id, as: .succeeded, reported: report.raw,
                        cost: report.cost)
                    return try await fetch(run, remoteID, file)
                case .failed(let reason):
                    try await ledger.close(
                        run.id, as: .failed, reason: reason,
                        reported: report.raw, cost: report.cost)
                    return nil
                }
            } catch let failure as ProviderFailure {
                trouble = failure.description
                switch failure {
                case .tryLater(_, let pause): after = pause
                case .account(let reason):
                    gate.refuse(reason)
                    return .open(reason: reason)
                case .notFound:
                    // Right after the submit a run may not be visible yet.
                    missing += 1
                    if missing >= 5 {
                        guard isStandIn else { return .unknown(reason: trouble) }
                        try await ledger.close(run.id, as: .void, cost: .zero)
                        return nil
                    }
                case .refused, .unknown: return .open(reason: trouble)
                }
            }
            try await pause(after ?? wait)
            wait = min(wait * 4 / 3, settings.pace.slowestPoll)
        }
        return .open(reason: "gave up waiting: \(trouble); start again to go on")
    }
}
