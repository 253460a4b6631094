import DailiesCallbacks
import DailiesGeneration
import DailiesLedger
import DailiesPlanning
import DailiesVerification

/// Executes one planned run until it has an accepted take, or a reason why there is none.
///
/// Every step starts from the ledger, so that the execution can be interrupted at any point and
/// started again: finished runs are downloaded, runs under way are followed, and only a request that
/// was never sent is submitted.
///
/// A class for the same reason as `SessionContext`.
final class RunExecution: Sendable {
    let planned: PlannedRun
    /// What the run starts with if that is the last picture of another run's take.
    let start: StartPicture?
    let context: ProviderContext
    /// The URLs that the provider calls when a run ends; `nil` if the session receives no callbacks.
    let callbacks: CallbackAddresses?
    /// The same run at its other providers: their takes count as takes of this run.
    let others: [PlannedRun]
    /// Whether another provider is tried if it is certain that this one sold nothing.
    let hasAlternative: Bool

    init(
        planned: PlannedRun, start: StartPicture? = nil,
        context: ProviderContext, callbacks: CallbackAddresses? = nil, others: [PlannedRun] = [],
        hasAlternative: Bool = false
    ) {
        self.planned = planned
        self.start = start
        self.context = context
        self.callbacks = callbacks
        self.others = others
        self.hasAlternative = hasAlternative
    }

    var session: SessionContext { context.session }
    var name: String { planned.name }

    /// What a take must show at its beginning and end.
    var pictures: TakePictures {
        TakePictures(planned.request, last: start, files: session.plan.files)
    }

    /// How many submits of one session may fail beyond the allowed takes, for example because their
    /// answers are lost again and again.
    private static let submitLimit = 5

    func execute() async throws -> RunOutcome {
        let faultsBefore = Self.faults(try await session.histories.history(of: planned).runs).count
        var submits = 0
        while true {
            let history = try await session.histories.history(of: planned)
            let newFaults = Self.faults(history.runs).count - faultsBefore
            if let take = history.acceptedTake {
                session.emit(.run(name, .reused))
                return .accepted(take)
            }
            let step: RunStep
            if let run = history.unfinished {
                step = try await follow(run)
            } else if let outcome = try await inOwnTask({ [self] in
                try await reasonNotToSubmit(history, newFaults)
            }) {
                step = .finished(outcome)
            } else if submits == Self.submitLimit + session.settings.maximumTakes {
                step = .finished(.open(reason: "it could not be submitted; start again later"))
            } else {
                submits += 1
                // After a fault of its own the provider may need some time.
                if newFaults > 0 {
                    try await session.pauseBeforeSubmit(session.settings.pace.faultPause)
                }
                step = try await inOwnTask { [self] in try await submit() }
            }
            if case .finished(let outcome) = step {
                emit(outcome)
                return outcome
            }
        }
    }

    private func emit(_ outcome: RunOutcome) {
        switch outcome {
        case .accepted: break
        case .leftOut: session.emit(.run(name, .open("left out")))
        case .failed(let reason): session.emit(.run(name, .failed(reason)))
        case .unavailable where hasAlternative: break
        case .unavailable(let reason): session.emit(.run(name, .failed(reason)))
        case .open(let reason), .unknown(let reason): session.emit(.run(name, .open(reason)))
        case .accountRefused where hasAlternative: break
        case .capReached(_, let reason), .accountRefused(let reason):
            session.emit(.run(name, .open("not submitted: \(reason)")))
        }
    }

    /// Follows a run that no planned run needs any more, until its take has landed or it has failed:
    /// it may have been paid for.
    func finish(_ run: RunRecord) async throws -> RunOutcome {
        var step = try await follow(run)
        while true {
            if case .finished(let outcome) = step {
                emit(outcome)
                return outcome
            }
            let current = try await session.ledger.run(run.id)
            if let take = try await session.ledger.take(of: current) {
                switch standing(take) {
                case .accepted: return .accepted(take)
                case .held: return Self.heldOutcome(take)
                case .rejected: return .failed(reason: Self.complaint(take))
                case .notVerified, .damaged: break
                }
            }
            guard current.isOpen || current.state == .succeeded else {
                return .failed(reason: current.reason ?? "the provider gives no reason")
            }
            step = try await follow(current)
        }
    }

    // MARK: What the ledger holds

    func standing(_ take: TakeRecord) -> TakeStanding {
        TakeStanding(take, acceptsFlagged: session.settings.acceptsFlagged)
    }

    /// The outcome of a take that a person must look at.
    static func heldOutcome(_ take: TakeRecord) -> RunOutcome {
        guard let verification = take.verification, verification.verdict != .unknown else {
            return .open(reason: "\(take.run.takeName) could not be verified")
        }
        let advice =
            verification.isOnlyFlagged
            ? "; look at it, and if it is fine, run again with --accept-flagged" : ""
        return .open(reason: complaint(take) + advice)
    }

    /// The outcome if nothing more may be submitted: a held take, a moderated request, or as many
    /// unsuccessful runs as takes are allowed.
    ///
    /// - Parameter newFaults: runs of this session that failed by a fault of the provider's own;
    ///   those cost nothing, and one in each session doesn't count.
    private func reasonNotToSubmit(
        _ history: RunHistory, _ newFaults: Int
    ) async throws -> RunOutcome? {
        if session.settings.onlyShots?.contains(planned.shot) == false { return .leftOut }
        if let outcome = outcomeWithoutSubmit { return outcome }
        // Applies to every shot: the request would be refused again, and may cost each time.
        for digest in [planned.digest] + others.map(\.digest) {
            if let reason = try await session.ledger.moderation(ofDigest: digest) {
                return .failed(reason: Self.moderation(reason))
            }
        }
        var histories = [history]
        for other in others { histories.append(try await session.histories.history(of: other)) }
        if let take = histories.lazy.compactMap(\.heldTake).first {
            return Self.heldOutcome(take)
        }
        let spent = histories.flatMap(\.facts).takesThatCount(at: context.provider.instance)
        let faults = Self.faults(history.runs)
        guard spent.count + max(0, newFaults - 1) >= session.settings.maximumTakes,
            let last = (spent + faults).max(by: { $0.take < $1.take })
        else { return nil }
        let advice =
            SessionSettings.takes(toBuyOneMoreThan: spent.count).map {
                "; to buy another take, run again with --max-takes \($0)"
            }
            ?? "; it has \(spent.count) takes, the most that a session buys: change the prompt, or choose "
            + "a take with dailies circle"
        guard let take = try await session.ledger.take(of: last) else {
            return .failed(reason: (last.reason ?? "the provider gives no reason") + advice)
        }
        return .failed(reason: Self.complaint(take) + advice)
    }

    /// The outcome if the session submits nothing more; otherwise `nil`.
    var outcomeWithoutSubmit: RunOutcome? {
        if session.drain.isRequested {
            return .open(reason: "not submitted: the session was asked to end")
        }
        guard let deadline = session.settings.submitDeadline, deadline.instant <= .now
        else { return nil }
        return .open(reason: deadline.reason)
    }

    private static func faults(_ history: [RunRecord]) -> [RunRecord] {
        history.filter { $0.state == .faulted }
    }

    /// The failed checks of a take.
    static func complaint(_ take: TakeRecord) -> String {
        "\(take.run.takeName) isn't what was requested: \(take.verification?.complaint ?? "")"
    }
}
