import DailiesCallbacks
import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesLedger
import DailiesPlanning

// Buying: what the request names is handed over, the intent is written down, the request leaves once.
extension RunJourney {
    /// Submits a new run; `nil` where the ledger now knows more and should be asked again.
    func submit() async throws -> RunOutcome? {
        if let reason = means.gate.accountRefusal { return .accountRefused(reason: reason) }
        means.emit(.run(name, .submitting))
        let request: RunRequest
        do {
            request = try await handOverMedia()
        } catch let failure as ProviderFailure {
            guard case .account(let reason) = failure else {
                return .open(reason: "a file could not be handed over: \(failure)")
            }
            means.gate.refuse(reason)
            return .accountRefused(reason: reason)
        }
        try await means.pacer.waitForTurn()
        try Task.checkCancellation()
        let intent = try await means.ledger.intend(
            planned, instance: means.provider.instance, cap: means.settings.cap)
        guard let intent else { return .capReached }
        // Inline pictures and signed addresses aren't stored.
        try await means.ledger.setWire(KlingWire.input(request.shown), of: intent.id)
        let generation = GenerationRequest(
            endpoint: planned.endpoint,
            input: KlingWire.input(request),
            clientReference: intent.clientReference,
            metadata: planned.metadata.merging([
                "shot": .string(planned.shot),
                "part": .optional(planned.part),
                "take": .integer(intent.take),
            ]) { users, _ in users },
            callback: means.callbacks?.address(
                provider: planned.provider, reference: intent.clientReference))
        return try await send(generation, for: intent)
    }

    /// The request with the addresses at the provider of the files that it names.
    private func handOverMedia() async throws -> RunRequest {
        var addresses: [RequestMedia: RequestMedia] = [:]
        for media in planned.request.media where addresses[media] == nil {
            guard
                let file = start.flatMap({ $0.media == media ? $0.file : nil })
                    ?? means.plan.files[media]
            else { continue }
            addresses[media] = RequestMedia(try await means.handover.address(of: file))
        }
        return planned.request.mapMedia { addresses[$0] ?? $0 }
    }

    private func send(
        _ request: GenerationRequest, for intent: RunRecord
    ) async throws -> RunOutcome? {
        let ledger = means.ledger
        let begun = ContinuousClock.now
        var chance = SystemRandomNumberGenerator()
        var attempt = 0
        var lack = LackOfRoom(run: intent, means: means)
        while true {
            let mark = means.gate.ask(intent.id)
            do {
                let provider = means.provider
                let report = try await finishing(within: farewell, tell: tellOfFarewell) {
                    try await provider.submit(request)
                }
                return try await accept(report, intent)
            } catch let failure as ProviderFailure {
                if !failure.leavesDoubt { means.gate.turnAway(intent.id) }
                switch failure {
                case .retryable(let reason, let after):
                    // Known at once, so that a session that ends in the pause leaves no doubt.
                    try await ledger.close(intent.id, as: .notSent, reason: reason, cost: .zero)
                    let wait = means.settings.pace.resubmit.delay(
                        attempt: attempt, elapsed: begun.duration(to: .now), retryAfter: after,
                        using: &chance)
                    guard let wait else {
                        return .open(reason: "it could not be submitted: \(reason)")
                    }
                    attempt += 1
                    try await means.pause(wait)
                    if let end = try await renew(intent) { return end }
                case .capacityExhausted(let reason, let isCredit, let after):
                    try await ledger.close(intent.id, as: .notSent, reason: reason, cost: .zero)
                    let end = try await lack.wait(
                        reason, isCredit: isCredit, since: mark, atLeast: after ?? .zero)
                    if let end { return end }
                    if let end = try await renew(intent) { return end }
                case .refused(let reason):
                    try await ledger.close(
                        intent.id, as: .refused, reason: reason, cost: refusalCost)
                    return .failed(reason: "the provider refused the request: \(reason)")
                case .moderated(let reason):
                    try await ledger.close(
                        intent.id, as: .moderated, reason: reason, cost: refusalCost)
                    return .failed(reason: Self.moderation(reason))
                case .account(let reason):
                    means.gate.refuse(reason)
                    try await ledger.close(intent.id, as: .notSent, reason: reason, cost: .zero)
                    return .accountRefused(reason: reason)
                case .notFound, .unknown:
                    means.gate.hold(intent.id)
                    try await ledger.doubt(intent.id, reason: failure.description)
                    return nil
                }
            }
        }
    }

    /// A refusal costs nothing, unless the model may have worked before it: then what was set aside
    /// stays so.
    private var refusalCost: Money? {
        type(of: means.provider).identity.isSynchronous ? nil : .zero
    }

    /// How long an interrupted session still waits for the answer to what is paid for: where the
    /// answer is the film itself, and nobody can be asked for it again, for as long as it takes.
    private var farewell: Duration {
        let identity = type(of: means.provider).identity
        return identity.isSynchronous ? identity.submitTimeout : .seconds(20)
    }

    private func tellOfFarewell() {
        means.emit(
            .note(
                "\(name): its request has left; its answer is waited for up to "
                    + "\(farewell.components.seconds) s, so that it isn't lost. Stopped once more, "
                    + "it is given up"))
    }

    /// Takes up an intent again that was turned away; what ends it instead, if anything does.
    private func renew(_ intent: RunRecord) async throws -> RunOutcome? {
        try await means.pacer.waitForTurn()
        try Task.checkCancellation()
        // Refused to another run in the meantime.
        if let reason = means.gate.accountRefusal { return .accountRefused(reason: reason) }
        return try await means.ledger.renew(intent, cap: means.settings.cap) ? nil : .capReached
    }

    /// Writes the provider's id down before anything else is asked.
    private func accept(_ report: RunReport, _ intent: RunRecord) async throws -> RunOutcome? {
        means.gate.hold(intent.id)
        try await means.ledger.accept(
            intent.id, remoteID: report.run.id, addresses: report.run.addresses)
        // A provider that answers with the finished file has nothing more to tell.
        if case .succeeded(let file) = report.state {
            try await means.ledger.close(
                intent.id, as: .succeeded, reported: report.raw, delivery: file.delivery,
                cost: report.cost)
        }
        return nil
    }

    static func moderation(_ reason: String) -> String {
        "what is to be seen was refused, and isn't sent again unchanged: \(reason)"
    }
}

extension ProviderFailure {
    /// Whether the provider may have taken the request all the same.
    fileprivate var leavesDoubt: Bool {
        switch self {
        case .notFound, .unknown: true
        case .retryable, .capacityExhausted, .refused, .moderated, .account: false
        }
    }
}
