import DailiesHTTP
import DailiesJSON

/// Sorts Runflow's error answers by what may be done about them.
///
/// Source: docs.runflow.io, *Errors*: `{code, message, errors[]}`; its SDK also reads
/// `{error: {code, message}}` and `{error, code}`.
struct RunflowErrors {
    let scrubber: Scrubber

    /// An answer to a paid POST: only a plain refusal proves that nothing was accepted.
    func ofSubmit(_ response: HTTPResponse) -> ProviderFailure {
        let reason = text(of: response)
        return switch response.status {
        case 401, 402, 403: .account(reason: reason)
        case 429: .tryLater(reason: reason, after: response.retryAfter)
        case 408: .unknown(reason: reason)
        case 400..<500: .refused(reason: reason)
        default: .unknown(reason: reason)
        }
    }

    /// An answer to a GET, which can always be repeated.
    func ofQuery(_ response: HTTPResponse) -> ProviderFailure {
        let reason = text(of: response)
        return switch response.status {
        case 401, 402, 403: .account(reason: reason)
        case 404: .notFound
        case 408, 429, 500...599: .tryLater(reason: reason, after: response.retryAfter)
        default: .refused(reason: reason)
        }
    }

    private func text(of response: HTTPResponse) -> String {
        let json = (try? JSONValue(parsing: response.body)) ?? .null
        let inner = json["error"]?.members == nil ? json : (json["error"] ?? json)
        let message = inner["message"]?.text ?? json["error"]?.text
        let code = inner["code"]?.text
        let details = (json["errors"]?.elements ?? []).map { entry in
            entry.text
                ?? [entry["field"]?.text, entry["message"]?.text].compactMap(\.self)
                .joined(separator: ": ")
        }
        let words = ([message] + details).compactMap(\.self).filter { !$0.isEmpty }
        let body = words.isEmpty ? "no reason given" : words.joined(separator: "; ")
        return scrubber.text("HTTP \(response.status)\(code.map { " \($0)" } ?? ""): \(body)")
    }
}
