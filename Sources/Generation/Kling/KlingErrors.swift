import DailiesHTTP
import DailiesJSON

/// Classifies Kling's error answers by what may be done about them.
///
/// | code | HTTP | meaning | a paid POST | a query |
/// |---|---|---|---|---|
/// | 1000–1004 | 401 | key or token | account | account |
/// | 1100–1102 | 429 | account, arrears, used up or expired pack | account | account |
/// | 1103 | 403 | not allowed | account | account |
/// | 1200, 1201 | 400 | invalid request | refused; unknown if its id was used before | not found or refused |
/// | 1202, 1203 | 404 | no such method or model | the model isn't there | not found |
/// | 1300 | 400 | platform policy | refused | refused |
/// | 1301 | 400 | content safety | moderated | refused |
/// | 1302 | 429 | too many requests | retry | retry |
/// | 1303 | 429 | as many tasks as the pack allows | when a run ends | retry |
/// | 1304 | 429 | address not on the account's list | account | account |
/// | 5000–5002 | 5xx | fault, maintenance, time-out | unknown | retry |
///
/// HTTP 429 stands for failures that pass and for others that don't: only the code tells. An answer
/// with a code and HTTP 200 counts like the one with the code's own status.
///
/// Source: Kling, *Error codes*.
struct KlingErrors {
    let redactor: SecretRedactor

    /// The failure of a paid POST: only a clear refusal proves that nothing was accepted.
    func submitFailure(_ response: HTTPResponse) -> ProviderFailure {
        let error = KlingError(response)
        let reason = redactor.redacted(error.text)
        if error.isRepeated { return .alreadyAccepted(reason: reason) }
        if error.status >= 500 || error.namesTask { return .unknown(reason: reason) }
        switch error.meaning {
        case .account: return .account(reason: reason)
        case .invalidRequest, .platformPolicy: return .refused(reason: reason)
        case .noSuchResource: return .modelUnavailable(reason: reason)
        case .contentSafety: return .moderated(reason: reason)
        case .tooFast: return .retryable(reason: reason, after: response.retryAfter)
        case .parallelLimit:
            return .capacityExhausted(reason: reason, isCredit: false, after: response.retryAfter)
        case .serverFault: return .unknown(reason: reason)
        case .undocumented, nil:
            return HTTPStatusTable.submitFailure(
                error.status, reason, after: response.retryAfter,
                isOwnWords: error.code != nil)
        }
    }

    /// The failure of a query, which may always be repeated.
    func queryFailure(_ response: HTTPResponse) -> ProviderFailure {
        let error = KlingError(response)
        let reason = redactor.redacted(error.text)
        if error.status >= 500 { return .retryable(reason: reason, after: response.retryAfter) }
        switch error.meaning {
        case .account: return .account(reason: reason)
        case .invalidRequest: return error.isMissingTask ? .notFound : .refused(reason: reason)
        case .noSuchResource: return .notFound
        case .platformPolicy, .contentSafety: return .refused(reason: reason)
        case .tooFast, .parallelLimit, .serverFault:
            return .retryable(reason: reason, after: response.retryAfter)
        case .undocumented, nil:
            return (200..<300).contains(error.status)
                ? .retryable(reason: reason, after: response.retryAfter)
                : HTTPStatusTable.queryFailure(error.status, reason, after: response.retryAfter)
        }
    }
}
