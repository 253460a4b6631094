import DailiesHTTP
import DailiesJSON

/// Classifies eachlabs' error responses by what may be done about them.
///
/// Source: docs.eachlabs.ai, *Errors*: `{error}` or `{status, error, details}`; the model's page:
/// `{status: "error", message, details}`.
struct EachlabsErrors {
    let redactor: SecretRedactor

    /// The failure of a paid POST: only a clear refusal proves that nothing was accepted.
    func submitFailure(_ response: HTTPResponse) -> ProviderFailure {
        let error = parse(response)
        switch response.status {
        // Runs under way use up credit and concurrency, which are available again when they end.
        case 402, 429:
            return .capacityExhausted(
                reason: error.text, isCredit: response.status == 402, after: response.retryAfter)
        case 400..<500 where error.isModeration: return .moderated(reason: error.text)
        // A success status with an error in the body.
        case 200..<300: return .refused(reason: error.text)
        default:
            return HTTPStatusTable.submitFailure(
                response.status, error.text, after: response.retryAfter,
                isOwnWords: error.isEachlabs)
        }
    }

    /// The failure of a query, which may always be repeated.
    func queryFailure(_ response: HTTPResponse) -> ProviderFailure {
        HTTPStatusTable.queryFailure(
            response.status, parse(response).text, after: response.retryAfter)
    }

    private func parse(_ response: HTTPResponse) -> (
        text: String, isModeration: Bool, isEachlabs: Bool
    ) {
        let json = (try? JSONValue(parsing: response.body)) ?? .null
        let inner = json["error"]?.members.map(JSONValue.object) ?? json
        let code = (inner["error_code"] ?? inner["code"])?.text
        let category = (inner["classification"]?["category"] ?? json["error_classification"])?.text
        let parts = ["error", "message", "error_message", "details"].compactMap { name in
            inner[name].map { $0.text ?? $0.line }
        }
        let body = parts.isEmpty ? "no reason given" : parts.joined(separator: "; ")
        let text = "HTTP \(response.status)\(code.map { " \($0)" } ?? ""): \(body)"
        return (
            redactor.redacted(text), [code, category].contains { ModerationCodes.contains($0) },
            !parts.isEmpty
        )
    }
}
