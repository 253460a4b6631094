import DailiesLedger
import DailiesReporting

extension DailiesReport.Obstacle {
    /// What keeps a run of the list from having an accepted take.
    ///
    /// - Parameters:
    ///   - own: the run's records in the ledger, oldest first.
    ///   - waits: whether it starts with the last picture of another run.
    ///   - isRunning: whether a session is at work on it.
    /// - Returns: `nil` if there is one.
    init?(_ outcome: RunOutcome?, _ own: [RunFacts], waits: Bool, isRunning: Bool) {
        switch outcome {
        case .accepted: return nil
        case .unknown: self = .unknownSubmit
        case .leftOut: self = .leftOut
        case .capReached: self = .capReached
        case .unavailable: self = .unavailable
        case .accountRefused: self = .accountRefused
        case .failed: self = Self.failure(own)
        case nil, .open: self = Self.delay(own, waits: waits, isRunning: isRunning)
        }
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
        if let fact = own.first(where: { $0.run.isUnfinished($0.take) }) {
            if isRunning { return .underway }
            switch fact.run.state {
            case .intended, .unknown: return .unknownSubmit
            case .accepted: return .underway
            default: return .notDelivered
            }
        }
        let takes = own.compactMap(\.take)
        if let held = takes.last(where: { TakeStanding($0) == .held }) {
            return held.verification?.isOnlyFlagged == true ? .flagged : .held
        }
        if own.contains(where: { $0.take != nil && !$0.hasFile }) { return .notDelivered }
        return waits ? .waiting : .notSubmitted
    }
}
