/// A feature of the providers that the page of the model doesn't document: it is documented
/// elsewhere, or known from the provider's own client.
///
/// With a feature off, the stand-in refuses it, which reveals a client that needs more than the
/// model's page documents.
package enum ExtraFeature: String, CaseIterable, Sendable {
    /// Endpoints to upload pictures and videos before a request refers to them.
    case uploads
    /// Lists of runs, in which a client finds a run whose submission got no response.
    case lists
    /// Endpoints to cancel a run; fal's queue always has one.
    case cancellation
    /// Fields of a submission that the page doesn't name: Runflow's `client_ref`, eachlabs'
    /// `version` and `webhook_secret`.
    case fields
    /// Read-only endpoints: logs, callback deliveries, the list of statuses, balances.
    case records

    /// The names of all features, separated by commas, for the help of the option.
    package static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
