/// What providers offer beyond the pages of their models: named elsewhere in their documents, or
/// known from their own clients.
///
/// A stand-in without them refuses what a page doesn't name, so that a client that needs more than
/// the page is noticed.
package enum ExtraFeature: String, CaseIterable, Sendable {
    /// Endpoints that take pictures and videos before a request names them.
    case uploads
    /// Lists of runs, by which a lost submit is found again.
    case lists
    /// Endpoints that cancel a run; fal's queue always has one.
    case cancellation
    /// Fields of a submit that the page doesn't name: Runflow's `client_ref`, eachlabs' `version`
    /// and `webhook_secret`.
    case fields
    /// Read-only extras: logs, delivery records, status words, balances.
    case records

    /// What the option's help says.
    package static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
