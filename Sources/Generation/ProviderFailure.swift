/// Why a request to a provider failed, classified by what may be done about it.
package enum ProviderFailure: Error, Sendable, Equatable {
    /// Nothing was accepted, and the same request may succeed later, not before `after`.
    case retryable(reason: String, after: Duration?)
    /// No connection could be made to the provider: nothing was sent.
    case unreachable(reason: String)
    /// Nothing was accepted, because the account's runs under way use up its concurrency limit or
    /// its credit: the same request may succeed when one of them ends, not before `after`.
    case capacityExhausted(reason: String, isCredit: Bool, after: Duration?)
    /// The provider refuses this request, and would refuse it again unchanged.
    case refused(reason: String)
    /// The provider doesn't have the model, or not at the moment: it accepts no request for it.
    case modelUnavailable(reason: String)
    /// Content moderation by the provider or the model's maker refuses this request. Sent again
    /// unchanged it would be refused again, and may cost each time.
    case moderated(reason: String)
    /// The provider refuses the account, because of its key or credit: every other request would
    /// fail too.
    case account(reason: String)
    /// The provider doesn't know the run.
    case notFound
    /// The provider has a run with our own id of this one: an earlier request was accepted.
    case alreadyAccepted(reason: String)
    /// The request may or may not have been accepted.
    case unknown(reason: String)
}

extension ProviderFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .retryable(let reason, _): reason
        case .unreachable(let reason): reason
        case .capacityExhausted(let reason, _, _): reason
        case .refused(let reason): reason
        case .modelUnavailable(let reason): reason
        case .moderated(let reason): reason
        case .account(let reason): reason
        case .notFound: "the provider doesn't know the run"
        case .alreadyAccepted(let reason): reason
        case .unknown(let reason): reason
        }
    }
}
