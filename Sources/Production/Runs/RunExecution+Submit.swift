import DailiesCallbacks
import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesLanding
import DailiesLedger
import DailiesPlanning

// Submitting: the files of the request are uploaded, the intent is written to the ledger, the
// request is sent once.
extension RunExecution {
    /// Submits a new run.
    func submit() async throws -> RunStep {
        if let reason = context.gate.accountRefusal {
            return .finished(.accountRefused(reason: reason))
        }
        if hasAlternative, let reason = context.gate.unreachable {
            return .finished(.unavailable(reason: reason))
        }
        if let reason = diskProblem { return .finished(.open(reason: reason)) }
        // Before files are uploaded and a turn is waited for; it is checked again with the intent.
        let exceeded = try await session.ledger.exceededCap(
            session.settings.caps, adding: planned.quote.worst)
        if let exceeded { return .finished(RunOutcome(exceeded)) }
        session.emit(.run(name, .submitting))
        let request: RunRequest
        do {
            request = try await uploadMedia()
        } catch let failure as ProviderFailure {
            guard case .account(let reason) = failure else {
                return .finished(.open(reason: "a file could not be uploaded: \(failure)"))
            }
            context.gate.refuseAccount(reason)
            return .finished(.accountRefused(reason: reason))
        }
        let wire = WireInput(try session.plan.endpoint(of: planned))
        try await context.pacer.waitForTurn()
        try Task.checkCancellation()
        if let outcome = outcomeWithoutSubmit { return .finished(outcome) }
        let result = try await session.ledger.intend(
            planned, instance: context.provider.instance, account: context.provider.accountMark,
            wire: wire.input(request.shown),
            claimed: session.claims.required(name), caps: session.settings.caps)
        let intent: RunRecord
        switch result {
        case .success(let run): intent = run
        case .failure(let refusal): return .finished(try outcome(of: refusal))
        }
        let generation = GenerationRequest(
            endpoint: planned.endpoint,
            input: wire.input(request),
            clientReference: intent.clientReference,
            metadata: planned.metadata.merging([
                "shot": .string(planned.shot),
                "part": .optional(planned.part),
                "take": .integer(intent.take),
            ]) { users, _ in users },
            callback: callbacks?.address(
                provider: planned.provider, reference: intent.clientReference))
        return try await reserving(intent) { try await send(generation, for: intent) }
    }

    /// Tells what is set aside for a run while a step decides whether it was accepted.
    func reserving(
        _ run: RunRecord, _ step: () async throws -> RunStep
    ) async throws -> RunStep {
        session.emit(.reserved(take: run.takeName, amount: run.quote))
        let result = try await step()
        if try await !session.ledger.run(run.id).isOpen {
            session.emit(.reserved(take: run.takeName, amount: nil))
        }
        return result
    }

    /// The outcome of a run whose intent wasn't recorded.
    ///
    /// - Throws: `IntentRefusal.lostClaim`: whoever claims the run again goes on from the ledger.
    func outcome(of refusal: IntentRefusal) throws(IntentRefusal) -> RunOutcome {
        switch refusal {
        case .cap(let exceeded): RunOutcome(exceeded)
        case .lostClaim: throw refusal
        }
    }

    /// Why the disk has no room for the take and its part of the film; `nil` if it has.
    ///
    /// An estimate of ten times the 2 MB that a second of 1080p has: takes of other runs may land
    /// first, and 4K is larger.
    private var diskProblem: String? {
        let settings = session.settings
        let needed = Int64(planned.request.seconds) * 20_000_000 + settings.spareDiskBytes
        return lackOfSpace(needed, for: "the take and the film").map {
            "not submitted: \($0); free some, and start again"
        }
    }

    /// That the disk has less space than is needed; `nil` if it has enough.
    func lackOfSpace(_ needed: Int64, for purpose: String) -> String? {
        guard let free = Landing.freeBytes(at: session.settings.folder.path), free < needed else {
            return nil
        }
        return
            "the disk has \(free / 1_000_000) MB free, and \(needed / 1_000_000 + 1) MB are needed "
            + "for \(purpose)"
    }

    /// The request with files on this machine replaced by their addresses at the provider.
    private func uploadMedia() async throws -> RunRequest {
        var addresses: [RequestMedia: RequestMedia] = [:]
        for media in planned.request.media where addresses[media] == nil {
            guard
                let file = start.flatMap({ $0.media == media ? $0.file : nil })
                    ?? session.plan.files[media]
            else { continue }
            addresses[media] = RequestMedia(
                try await context.uploader.address(
                    of: file, dataURILimit: session.plan.dataURILimit(of: planned)))
        }
        return planned.request.mapMedia { addresses[$0] ?? $0 }
    }

    /// Sends the request until it is accepted or refused, or its outcome is unknown.
    private func send(
        _ request: GenerationRequest, for intent: RunRecord
    ) async throws -> RunStep {
        let ledger = session.ledger
        var attempts = SubmitAttempts()
        var capacity = CapacityWait(run: intent, context: context)
        while true {
            let provider = context.provider
            var request = request
            request.sendsReference = provider.acceptsReference
            // Before the request: a lost one without our reference must not count as not sent.
            try await ledger.setReferenceSent(request.sendsReference, of: intent.id)
            guard session.claims.maySend(name) else {
                try await ledger.closeSubmit(
                    of: intent.id, as: .notSent, reason: "\(IntentRefusal.lostClaim)")
                throw IntentRefusal.lostClaim
            }
            let snapshot = context.gate.submitStarted(intent.id)
            do {
                let sent = request
                let report = try await tellingOfSilence {
                    try await withCancellationGrace(answerGrace, onGrace: noteGrace) {
                        try await provider.submit(sent)
                    }
                }
                return try await accept(report, intent)
            } catch let failure as ProviderFailure {
                if !failure.mayHaveBeenAccepted { context.gate.submitRejected(intent.id) }
                if failure.isRefusal, try await isAcceptedAfterAll(intent) {
                    context.gate.runStarted(intent.id)
                    return .continueFromLedger
                }
                switch failure {
                case .retryable(let reason, let retryAfter):
                    let outcome = try await retry(intent, &attempts, reason, after: retryAfter)
                    if let outcome { return .finished(outcome) }
                case .unreachable(let reason):
                    let rest = session.settings.pace.unreachableTimeout - attempts.elapsed
                    if hasAlternative, rest <= .zero {
                        try await ledger.closeSubmit(
                            of: intent.id, as: .notSent, reason: reason)
                        context.gate.markUnreachable(reason)
                        return .finished(.unavailable(reason: reason))
                    }
                    let outcome = try await retry(
                        intent, &attempts, reason, limit: hasAlternative ? rest : nil)
                    if let outcome { return .finished(outcome) }
                case .capacityExhausted(let reason, let isCredit, let retryAfter):
                    try await ledger.closeSubmit(of: intent.id, as: .notSent, reason: reason)
                    let outcome = try await capacity.wait(
                        reason, isCredit: isCredit, since: snapshot, atLeast: retryAfter ?? .zero)
                    if let outcome { return .finished(outcome) }
                    if let outcome = try await renew(intent) { return .finished(outcome) }
                case .refused(let reason):
                    try await ledger.closeSubmit(
                        of: intent.id, as: .refused, reason: reason, cost: refusalCost)
                    return .finished(
                        .failed(reason: "the provider refused the request: \(reason)"))
                case .modelUnavailable(let reason):
                    try await ledger.closeSubmit(of: intent.id, as: .notSent, reason: reason)
                    return .finished(
                        .unavailable(reason: "the provider doesn't have the model: \(reason)"))
                case .moderated(let reason):
                    try await ledger.closeSubmit(
                        of: intent.id, as: .moderated, reason: reason, cost: refusalCost)
                    return .finished(.failed(reason: Self.moderation(reason)))
                case .account(let reason):
                    context.gate.refuseAccount(reason)
                    try await ledger.closeSubmit(of: intent.id, as: .notSent, reason: reason)
                    return .finished(.accountRefused(reason: reason))
                case .alreadyAccepted(let reason):
                    context.gate.runStarted(intent.id)
                    try await ledger.confirmAcceptance(of: intent.id)
                    try await ledger.doubt(intent.id, reason: reason, submitFailure: reason)
                    return .continueFromLedger
                case .notFound, .unknown:
                    context.gate.runStarted(intent.id)
                    try await ledger.doubt(
                        intent.id, reason: failure.description,
                        submitFailure: failure.description)
                    return .continueFromLedger
                }
            }
        }
    }

    /// Tells the user after 30 s, one minute, two minutes and so on that a request has no answer yet.
    ///
    /// Not of a synchronous provider, whose answer is the video and takes minutes.
    private func tellingOfSilence<Value: Sendable>(
        _ work: () async throws -> Value
    ) async throws -> Value {
        let identity = type(of: context.provider).identity
        guard !identity.isSynchronous else { return try await work() }
        let limit = identity.submitTimeout.components.seconds
        let telling = Task { [session, name] in
            var waited: Int64 = 0
            while case let next = max(30, waited * 2), next < limit {
                try await session.pause(.seconds(next - waited))
                waited = next
                session.emit(
                    .note(
                        "\(name): the provider hasn't answered the request for \(waited) s; it is "
                            + "waited for up to \(limit) s"))
            }
        }
        defer { telling.cancel() }
        return try await work()
    }

    /// The cost of a refused submit: nothing, unless a synchronous provider's model may have worked
    /// before the refusal; `nil` keeps the reserve as it is.
    private var refusalCost: Money? {
        type(of: context.provider).identity.isSynchronous ? nil : .zero
    }

    /// How long an interrupted session waits for the answer to a paid request.
    ///
    /// For a synchronous provider the whole submit timeout: its answer is the film itself, and can't
    /// be requested again.
    private var answerGrace: Duration {
        let identity = type(of: context.provider).identity
        return identity.isSynchronous ? identity.submitTimeout : .seconds(20)
    }

    private func noteGrace() {
        session.emit(
            .note(
                "\(name): its request was sent; waiting up to \(answerGrace.components.seconds) s "
                    + "for the answer, so that the run isn't lost. Interrupt again to stop at once")
        )
    }

    /// Writes the provider's id to the ledger before anything else.
    private func accept(_ report: RunReport, _ intent: RunRecord) async throws -> RunStep {
        context.gate.runStarted(intent.id)
        let owner = try await session.ledger.accept(
            intent.id, remoteID: report.run.id, addresses: report.run.addresses)
        if let owner {
            let reason =
                "the provider answered with the id \(report.run.id), which is that of "
                + owner.takeName
            try await session.ledger.doubt(intent.id, reason: reason, submitFailure: reason)
            return .continueFromLedger
        }
        // A synchronous provider answers with the finished file.
        if case .succeeded(let file) = report.state {
            try await session.ledger.close(
                intent.id, as: .succeeded, reported: report.raw, delivery: file.delivery,
                cost: report.cost)
            emitEnd(of: intent, id: report.run.id, .succeeded, cost: report.cost)
        }
        return .continueFromLedger
    }

    static func moderation(_ reason: String) -> String {
        "content moderation refused the request, which isn't sent again unchanged: \(reason)"
    }
}

extension ProviderFailure {
    /// Whether the answer says that the request was not accepted.
    ///
    /// A gateway in front of the server may answer so although the server accepted the request.
    fileprivate var isRefusal: Bool {
        switch self {
        case .refused, .modelUnavailable, .account: true
        case .retryable, .unreachable, .capacityExhausted, .moderated, .notFound, .alreadyAccepted,
            .unknown:
            false
        }
    }

    /// Whether the provider may have accepted the request despite the failure.
    fileprivate var mayHaveBeenAccepted: Bool {
        switch self {
        case .notFound, .alreadyAccepted, .unknown: true
        case .retryable, .unreachable, .capacityExhausted, .refused, .modelUnavailable, .moderated,
            .account:
            false
        }
    }
}
