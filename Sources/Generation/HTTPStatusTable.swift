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
/// Retries use exponential backoff with jitter and a deadline: see `Backoff`.
enum HTTPStatusTable {
    static func submitFailure(_ status: Int, _ reason: String, after: Duration?) -> ProviderFailure
    {
        switch status {
        case 401, 402, 403: .account(reason: reason)
        case 404, 410: .modelUnavailable(reason: reason)
        case 408: .unknown(reason: reason)
        case 429: .retryable(reason: reason, after: after)
        case 400..<500: .refused(reason: reason)
        default: .unknown(reason: reason)
        }
    }

    static func queryFailure(_ status: Int, _ reason: String, after: Duration?) -> ProviderFailure {
        switch status {
        case 401, 402, 403: .account(reason: reason)
        case 404: .notFound
        case 408, 429, 500...599: .retryable(reason: reason, after: after)
        default: .refused(reason: reason)
        }
    }
}
