import DailiesHTTP
import DailiesJSON

/// Classifies Runflow's error responses by what may be done about them.
///
/// Source: docs.runflow.io, *Errors*: `{code, message, errors[]}` with codes such as `RATE_LIMITED`;
/// its SDK also reads `{error: {code, message}}` and `{error, code}`.
struct RunflowErrors {
    let redactor: SecretRedactor

    /// The failure of a paid POST: only a clear refusal proves that nothing was accepted.
    func submitFailure(_ response: HTTPResponse) -> ProviderFailure {
        let error = parse(response)
        if (400..<500).contains(response.status), ModerationCodes.contains(error.code) {
            return .moderated(reason: error.text)
        }
        return HTTPStatusTable.submitFailure(
            response.status, error.text, after: response.retryAfter, isOwnWords: error.isRunflows)
    }

    /// The failure of a query, which may always be repeated.
    func queryFailure(_ response: HTTPResponse) -> ProviderFailure {
        HTTPStatusTable.queryFailure(
            response.status, parse(response).text, after: response.retryAfter)
    }

    private func parse(_ response: HTTPResponse) -> (
        text: String, code: String?, isRunflows: Bool
    ) {
        let json = (try? JSONValue(parsing: response.body)) ?? .null
        let inner = json["error"]?.members == nil ? json : (json["error"] ?? json)
        let message = inner["message"]?.text ?? json["error"]?.text
        let code = inner["code"]?.text
        let details = (json["errors"]?.elements ?? []).map { entry in
            entry.text
                ?? [entry["field"]?.text, entry["message"]?.text].compactMap(\.self)
                .joined(separator: ": ")
        }
        let parts = ([message] + details).compactMap(\.self).filter { !$0.isEmpty }
        let body = parts.isEmpty ? "no reason given" : parts.joined(separator: "; ")
        let text = "HTTP \(response.status)\(code.map { " \($0)" } ?? ""): \(body)"
        return (redactor.redacted(text), code, code?.wholeMatch(of: /[A-Z][A-Z0-9_]*/) != nil)
    }
}
