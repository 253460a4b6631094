/// Why a request to a provider brought no usable answer, sorted by what may be done about it.
package enum ProviderFailure: Error, Sendable, Equatable {
    /// It is certain that nothing was accepted, and the same request may pass later.
    case tryLater(reason: String, after: Duration?)
    /// Nothing was accepted, since the account's places or its money are taken by runs of its own
    /// that are under way: with the end of one it may pass, and not before `after`.
    case bound(reason: String, isCredit: Bool, after: Duration?)
    /// The provider refuses this request; sent again unchanged it would be refused again.
    case refused(reason: String)
    /// The provider or the model's maker takes offence at what is to be seen: sent again unchanged
    /// it would be refused again, and may cost each time.
    case moderated(reason: String)
    /// The provider refuses the account: key or credit. Every other request would fail too.
    case account(reason: String)
    /// The provider doesn't know the run.
    case notFound
    /// The request may or may not have been carried out.
    case unknown(reason: String)
}

extension ProviderFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tryLater(let reason, _): reason
        case .bound(let reason, _, _): reason
        case .refused(let reason): reason
        case .moderated(let reason): reason
        case .account(let reason): reason
        case .notFound: "the provider doesn't know the run"
        case .unknown(let reason): reason
        }
    }
}
