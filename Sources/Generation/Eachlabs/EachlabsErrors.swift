import DailiesHTTP
import DailiesJSON

/// Sorts eachlabs' error answers by what may be done about them.
///
/// Source: docs.eachlabs.ai, *Errors*: `{error}` or `{status, error, details}`; the model's page:
/// `{status: "error", message, details}`.
struct EachlabsErrors {
    let scrubber: Scrubber

    /// An answer to a paid POST: only a plain refusal proves that nothing was accepted.
    func ofSubmit(_ response: HTTPResponse) -> ProviderFailure {
        let words = words(of: response)
        switch response.status {
        // Runs under way hold money and places back: both are free again when they end.
        case 402, 429:
            return .bound(
                reason: words.text, isCredit: response.status == 402, after: response.retryAfter)
        case 400..<500 where words.isModeration: return .moderated(reason: words.text)
        // An error in words under a good status.
        case 200..<300: return .refused(reason: words.text)
        default:
            return AnswerTable.paid(response.status, words.text, after: response.retryAfter)
        }
    }

    /// An answer to a question, which can always be repeated.
    func ofQuery(_ response: HTTPResponse) -> ProviderFailure {
        AnswerTable.question(
            response.status, words(of: response).text, after: response.retryAfter)
    }

    private func words(of response: HTTPResponse) -> (text: String, isModeration: Bool) {
        let json = (try? JSONValue(parsing: response.body)) ?? .null
        let inner = json["error"]?.members.map(JSONValue.object) ?? json
        let code = (inner["error_code"] ?? inner["code"])?.text
        let category = (inner["classification"]?["category"] ?? json["error_classification"])?.text
        let parts = ["error", "message", "error_message", "details"].compactMap { name in
            inner[name].map { $0.text ?? $0.line }
        }
        let body = parts.isEmpty ? "no reason given" : parts.joined(separator: "; ")
        let text = "HTTP \(response.status)\(code.map { " \($0)" } ?? ""): \(body)"
        return (scrubber.text(text), [code, category].contains { ModerationWords.appear(in: $0) })
    }
}
