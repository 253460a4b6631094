import DailiesGeneration
import DailiesJSON
import DailiesLedger
import DailiesPlanning

// Buying: the intent first, then the request, once.
extension RunJourney {
    /// Submits a new run; `nil` where the ledger now knows more and should be asked again.
    func submit() async throws -> RunOutcome? {
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
                    // Known at once, so that a session that ends in the pause leaves no doubt.
                    try await ledger.close(intent.id, as: .notSent, reason: reason, cost: .zero)
                    guard attempt < 6 else {
                        return .open(reason: "it could not be submitted: \(reason)")
                    }
                    try await pause(after ?? wait)
                    try await ledger.renew(intent)
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
}
