/// Maps an HTTP status to a failure: what the status proves, and whether the request may be
/// repeated.
///
/// | status | a paid POST | a query or an upload |
/// |---|---|---|
/// | no connection | unreachable: no byte was sent | retry |
/// | connection broken later | unknown, never repeated | retry |
/// | 401, 402, 403 | account failure: stop | account failure: stop |
/// | 404, 410 | the model isn't there | not found; 410 refused |
/// | 408 | unknown, never repeated | retry |
/// | 429 | retry after `Retry-After`; at a concurrency limit, when a run ends | retry likewise |
/// | other 4xx | refused | refused |
/// | 5xx | unknown, never repeated | retry |
/// | any other, such as a redirect | unknown, never repeated | refused |
///
/// A 4xx that isn't in the provider's own words leaves a paid POST unknown, except 400, 401, 402, 404,
/// 405, 413, 414, 422 and 431.
///
/// Retries use exponential backoff with jitter and a deadline: see `Backoff`.
enum HTTPStatusTable {
    /// The failure of a paid POST.
    ///
    /// - Parameter isOwnWords: whether the answer is in the provider's own form: a gateway may refuse a
    ///   request after the server accepted it, so that its page proves nothing but for a few statuses.
    static func submitFailure(
        _ status: Int, _ reason: String, after: Duration?, isOwnWords: Bool
    ) -> ProviderFailure {
        if (400..<500).contains(status), !isOwnWords, !clearRefusals.contains(status) {
            return .unknown(reason: reason)
        }
        return switch status {
        case 401, 402, 403: .account(reason: reason)
        case 404, 410: .modelUnavailable(reason: reason)
        case 408: .unknown(reason: reason)
        case 429: .retryable(reason: reason, after: after)
        case 400..<500: .refused(reason: reason)
        default: .unknown(reason: reason)
        }
    }

    /// Statuses that refuse a request before it is accepted, whoever sends them: an invalid request, no
    /// credential or credit, no such address or method, a request that is too large.
    private static let clearRefusals: Set<Int> = [400, 401, 402, 404, 405, 413, 414, 422, 431]

    static func queryFailure(_ status: Int, _ reason: String, after: Duration?) -> ProviderFailure {
        switch status {
        case 401, 402, 403: .account(reason: reason)
        case 404: .notFound
        case 408, 429, 500...599: .retryable(reason: reason, after: after)
        default: .refused(reason: reason)
        }
    }
}
