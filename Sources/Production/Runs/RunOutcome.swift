package import DailiesLedger

/// The outcome of a planned run at the end of a session.
package indirect enum RunOutcome: Sendable, Hashable {
    /// There is a take for the film.
    case accepted(TakeRecord)
    /// There is no take, and the same request would not bring one.
    case failed(reason: String)
    /// It is still under way or could not be downloaded; another session can continue, free of charge.
    case open(reason: String)
    /// The submit may or may not have been accepted; nothing is sent again before that is known.
    case unknown(reason: String)
    /// It was not submitted, because the user left its shot out.
    case leftOut
    /// It was not submitted: a cap of this kind would have been exceeded.
    case capReached(Caps.Kind, reason: String)
    /// It was not submitted: the provider can't be reached, or doesn't have the model.
    case unavailable(reason: String)
    /// It was not submitted: the provider refuses the account.
    case accountRefused(reason: String)
}

extension RunOutcome {
    init(_ exceeded: ExceededCap) {
        self = .capReached(exceeded.kind, reason: exceeded.description)
    }

    /// The take for the film; `nil` if there is none.
    var take: TakeRecord? { if case .accepted(let take) = self { take } else { nil } }

    /// The kind of the cap that stopped it; `nil` if none did.
    var cap: Caps.Kind? { if case .capReached(let kind, _) = self { kind } else { nil } }

    /// Why it is certain that the provider sold nothing and won't at the moment; `nil` otherwise.
    var refusalToSell: String? {
        switch self {
        case .unavailable(let reason), .accountRefused(let reason): reason
        case .accepted, .failed, .open, .unknown, .leftOut, .capReached: nil
        }
    }

    /// The same with the refusals of all providers that were asked.
    func naming(_ refusals: [String]) -> RunOutcome {
        guard refusals.count > 1 else { return self }
        let reason = refusals.joined(separator: "; ")
        return switch self {
        case .unavailable: .unavailable(reason: reason)
        case .accountRefused: .accountRefused(reason: reason)
        case .accepted, .failed, .open, .unknown, .leftOut, .capReached: self
        }
    }

    /// Why there is no take; `nil` if there is one.
    package var problem: String? {
        switch self {
        case .accepted: nil
        case .failed(let reason), .open(let reason), .unknown(let reason),
            .unavailable(let reason):
            reason
        case .leftOut: "It was not submitted: its shot was left out (--only)."
        case .capReached(_, let reason): "It was not submitted: \(reason)."
        case .accountRefused(let reason):
            "The provider refuses the account, and nothing more is submitted: \(reason)"
        }
    }
}
