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
        let words = words(of: response)
        if (400..<500).contains(response.status), ModerationWords.appear(in: words.code) {
            return .moderated(reason: words.text)
        }
        return AnswerTable.paid(response.status, words.text, after: response.retryAfter)
    }

    /// An answer to a question, which can always be repeated.
    func ofQuery(_ response: HTTPResponse) -> ProviderFailure {
        AnswerTable.question(
            response.status, words(of: response).text, after: response.retryAfter)
    }

    private func words(of response: HTTPResponse) -> (text: String, code: String?) {
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
        let text = "HTTP \(response.status)\(code.map { " \($0)" } ?? ""): \(body)"
        return (scrubber.text(text), code)
    }
}
