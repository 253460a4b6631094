import DailiesLedger
import DailiesReporting

extension DailiesReport.Obstacle {
    /// What keeps a run of the list, or one that the list doesn't need, from having an accepted take.
    ///
    /// - Parameters:
    ///   - own: the runs of the ledger that make it as it is now, oldest first.
    ///   - waits: whether it starts with the last picture of a run that has no take and gets none by
    ///     itself.
    ///   - isRunning: whether a session is at work on it.
    /// - Returns: `nil` if there is one.
    init?(_ outcome: RunOutcome?, _ own: [RunFacts], waits: Bool, isRunning: Bool) {
        switch outcome {
        case .accepted: return nil
        // A run with an id is at the provider, even if nothing is known of it there.
        case .unknown:
            self = own.contains { $0.run.state == .accepted } ? .underway : .unknownSubmit
        case .leftOut: self = Self.earlier(own, isRunning: isRunning) ?? .leftOut
        case .capReached: self = .capReached
        case .unavailable: self = .unavailable
        case .accountRefused: self = .accountRefused
        case .failed: self = Self.failure(own)
        case nil, .open: self = Self.delay(own, waits: waits, isRunning: isRunning)
        }
    }

    /// What keeps a run from a take of which nothing was submitted this time: what came of the takes that
    /// were bought before; `nil` if the next session simply buys it.
    ///
    /// A session at work may still buy another take after a failure.
    private static func earlier(_ own: [RunFacts], isRunning: Bool) -> Self? {
        if let held = own.heldTake() {
            return held.verification?.isOnlyFlagged == true ? .flagged : .held
        }
        let failed = own.contains { fact in
            fact.standing == .rejected || [.failed, .refused, .moderated].contains(fact.run.state)
        }
        return failed && !isRunning && own.forTheFilm() == nil ? failure(own) : nil
    }

    private static func failure(_ own: [RunFacts]) -> Self {
        // Another shot may have been refused with the same request: then there is no run of this one.
        let states = own.map(\.run.state)
        if states.isEmpty || states.contains(.moderated) { return .moderated }
        let last = own.last { [.succeeded, .failed, .faulted, .refused].contains($0.run.state) }
        switch last?.run.state {
        case .succeeded where last?.take != nil: return .rejected
        case .refused: return .requestRefused
        default: return .failed
        }
    }

    private static func delay(_ own: [RunFacts], waits: Bool, isRunning: Bool) -> Self {
        if let fact = own.first(where: \.isUnfinished) {
            if isRunning { return .underway }
            switch fact.run.state {
            case .intended, .unknown: return .unknownSubmit
            case .accepted: return .underway
            default: return .notDelivered
            }
        }
        return earlier(own, isRunning: isRunning) ?? (waits ? .waiting : .notSubmitted)
    }
}
