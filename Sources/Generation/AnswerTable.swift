/// What an answer's status proves, and what may be sent again because of it.
///
/// | status | a POST that is paid for | a question, or the handing over of a file |
/// |---|---|---|
/// | no connection | again: no byte has left | again |
/// | broken off later | unknown, never again | again |
/// | 401, 402, 403 | the account: stop | the account: stop |
/// | 404 | refused | not found; of a file that is handed over: again |
/// | 408 | unknown, never again | again |
/// | 429 | again, after what `Retry-After` says; where it means places, when runs end | again, likewise |
/// | other 4xx | refused | refused |
/// | 5xx | unknown, never again | again |
/// | what the contract doesn't know, such as a redirect | unknown, never again | refused |
///
/// "Again" is under a growing pause with chance in it and a deadline: `Backoff`.
enum AnswerTable {
    static func paid(_ status: Int, _ reason: String, after: Duration?) -> ProviderFailure {
        switch status {
        case 401, 402, 403: .account(reason: reason)
        case 408: .unknown(reason: reason)
        case 429: .tryLater(reason: reason, after: after)
        case 400..<500: .refused(reason: reason)
        default: .unknown(reason: reason)
        }
    }

    static func question(_ status: Int, _ reason: String, after: Duration?) -> ProviderFailure {
        switch status {
        case 401, 402, 403: .account(reason: reason)
        case 404: .notFound
        case 408, 429, 500...599: .tryLater(reason: reason, after: after)
        default: .refused(reason: reason)
        }
    }
}

extension ProviderFailure {
    /// The same of a file that was to be handed over: there is no run yet that could be unknown.
    var ofHandover: ProviderFailure {
        self == .notFound
            ? .tryLater(reason: "the provider has no place for the file", after: nil) : self
    }
}
