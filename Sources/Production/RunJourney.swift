import DailiesDownload
import DailiesGeneration
import DailiesJSON
import DailiesLedger
import DailiesPlanning
import DailiesVerification
import Foundation

/// Brings one planned run to an accepted take, or to the reason why there is none.
///
/// It always begins with what the ledger knows, so that it can be broken off anywhere and begun
/// again: what was bought is fetched, what is under way is waited for, and only what was never
/// asked for is submitted.
struct RunJourney: Sendable {
    let planned: PlannedRun
    let settings: SessionSettings
    let ledger: Ledger
    let provider: RunflowProvider
    let isStandIn: Bool
    let landing: TakeLanding
    let reconciliation: Reconciliation
    let gate: SubmitGate
    let emit: @Sendable (SessionEvent) -> Void
    let pause: @Sendable (Duration) async throws -> Void

    private var name: String { planned.name }

    func travel() async throws -> RunOutcome {
        while true {
            let history = try await ledger.runs(of: planned)
            if let take = try await acceptedTake(in: history) {
                emit(.run(name, .reused))
                return .accepted(take)
            }
            let outcome: RunOutcome?
            if let run = try await unfinished(in: history) {
                outcome = try await follow(run)
            } else if let end = try await reasonNotToBuy(history) {
                outcome = end
            } else {
                outcome = try await submit()
            }
            if let outcome {
                report(outcome)
                return outcome
            }
        }
    }

    private func report(_ outcome: RunOutcome) {
        switch outcome {
        case .accepted: break
        case .failed(let reason): emit(.run(name, .failed(reason)))
        case .open(let reason), .unknown(let reason): emit(.run(name, .open(reason)))
        case .capReached: emit(.run(name, .open("not submitted: the cap would be passed")))
        case .accountRefused(let reason): emit(.run(name, .open("not submitted: \(reason)")))
        }
    }

    // MARK: What the ledger knows

    private func acceptedTake(in history: [RunRecord]) async throws -> TakeRecord? {
        for run in history.reversed() where run.state == .succeeded {
            guard let take = try await ledger.take(of: run), isAccepted(take), isThere(take) else {
                continue
            }
            return take
        }
        return nil
    }

    private func isAccepted(_ take: TakeRecord) -> Bool {
        take.verdict == Verdict.pass.rawValue || take.verdict == Verdict.warn.rawValue
    }

    private func isThere(_ take: TakeRecord) -> Bool {
        let path = settings.folder.place(take.file)
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int64
        return size == take.bytes
    }

    /// The first run that still has something to give: an open one, or a finished one whose take
    /// has not landed, is gone, or was not judged.
    private func unfinished(in history: [RunRecord]) async throws -> RunRecord? {
        for run in history {
            if run.isOpen { return run }
            guard run.state == .succeeded else { continue }
            guard let take = try await ledger.take(of: run), isThere(take),
                let verdict = take.verdict, verdict != Verdict.unknown.rawValue
            else { return run }
        }
        return nil
    }

    /// Attempts that were made and brought nothing; a person decides about more than allowed.
    private func reasonNotToBuy(_ history: [RunRecord]) async throws -> RunOutcome? {
        let spent = history.filter { [.succeeded, .failed, .refused].contains($0.state) }
        guard spent.count >= settings.maximumTakes, let last = spent.last else { return nil }
        guard let take = try await ledger.take(of: last) else {
            return .failed(reason: last.reason ?? "the provider gives no reason")
        }
        return .failed(reason: Self.complaint(take))
    }

    /// What is wrong with a take, from the verification that was written down.
    static func complaint(_ take: TakeRecord) -> String {
        let checks = take.verification?["checks"]?.elements ?? []
        let failed = checks.filter { $0["result"]?.text == "fail" }.compactMap { check in
            check["message"]?.text.map { message in
                let expected = check["expected"]?.text.map { " (expected \($0)" } ?? " ("
                return message + expected + ", measured \(check["measured"]?.text ?? "nothing"))"
            }
        }
        return "\(take.run.takeName) isn't what was asked: \(failed.joined(separator: " "))"
    }

    // MARK: Buying

    /// Submits a new run; `nil` where the ledger now knows more and should be asked again.
    private func submit() async throws -> RunOutcome? {
        if let reason = gate.accountRefusal { return .accountRefused(reason: reason) }
        emit(.run(name, .submitting))
        let intent = try await ledger.intend(
            planned, instance: provider.baseURL, cap: settings.cap)
        guard let intent else { return .capReached }
        let request = GenerationRequest(
            endpoint: planned.endpoint,
            input: planned.request,
            clientReference: intent.clientReference,
            metadata: [
                "shot": .string(planned.shot),
                "part": .optional(planned.part),
                "take": .integer(intent.take),
            ])
        return try await send(request, for: intent)
    }

    private func send(
        _ request: GenerationRequest, for intent: RunRecord
    ) async throws -> RunOutcome? {
        var wait = settings.pace.resubmitPause
        for attempt in 1... {
            do {
                let report = try await provider.submit(request)
                try await ledger.accept(intent.id, remoteID: report.remoteID)
                return nil
            } catch let failure as ProviderFailure {
                switch failure {
                case .tryLater(let reason, let after):
                    guard attempt < 6 else {
                        try await ledger.close(
                            intent.id, as: .notSent, reason: reason, cost: .zero)
                        return .open(reason: "it could not be submitted: \(reason)")
                    }
                    try await pause(after ?? wait)
                    wait = wait * 2
                case .refused(let reason):
                    try await ledger.close(intent.id, as: .refused, reason: reason, cost: .zero)
                    return .failed(reason: "the provider refused the request: \(reason)")
                case .account(let reason):
                    gate.refuse(reason)
                    try await ledger.close(intent.id, as: .notSent, reason: reason, cost: .zero)
                    return .accountRefused(reason: reason)
                case .notFound, .unknown:
                    try await ledger.close(
                        intent.id, as: .unknown, reason: failure.description)
                    return nil
                }
            }
        }
        return nil
    }

    // MARK: Waiting

    /// Follows a run that may exist at the provider; `nil` where another take may be tried.
    private func follow(_ run: RunRecord) async throws -> RunOutcome? {
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
                        run.id, as: .succeeded, reported: withoutAddresses(report.raw),
                        cost: report.cost)
                    return try await fetch(run, remoteID, file)
                case .failed(let reason):
                    try await ledger.close(
                        run.id, as: .failed, reason: reason,
                        reported: withoutAddresses(report.raw), cost: report.cost)
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

    // MARK: Fetching

    private func fetch(
        _ run: RunRecord, _ remoteID: String, _ file: GeneratedFile
    ) async throws -> RunOutcome? {
        var source = file
        var judged: TakeLanding.Judged?
        // A damaged file is fetched once more, and so is one whose address has expired: both free.
        for _ in 0..<2 {
            do {
                let landed = try await landing.land(run, name: name, from: source)
                judged = landed
                guard landed.verification.action == .fetchAgain else { break }
            } catch DownloadError.expired {
                judged = nil
            } catch let failure as DownloadError {
                return .open(reason: "\(failure); start again to fetch it, free")
            }
            guard case .succeeded(let again)? = try? await provider.report(on: remoteID).state
            else { break }
            source = again
        }
        guard let judged else {
            return .open(reason: "the file's address has expired; start again to fetch it, free")
        }
        switch judged.verification.action {
        case .accept: return .accepted(judged.take)
        case .hold: return .open(reason: "\(judged.take.run.takeName) could not be looked at")
        case .fetchAgain, .reroll: return nil
        }
    }

    /// The provider's answer without signed addresses, which are secrets while they live.
    private func withoutAddresses(_ json: JSONValue) -> JSONValue {
        switch json {
        case .string(let text) where text.hasPrefix("http://") || text.hasPrefix("https://"):
            .string(String(text.prefix { $0 != "?" }))
        case .array(let list): .array(list.map(withoutAddresses))
        case .object(let members): .object(members.mapValues(withoutAddresses))
        default: json
        }
    }
}
