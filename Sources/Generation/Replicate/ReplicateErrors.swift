import DailiesHTTP
import DailiesJSON

/// Classifies Replicate's error responses by what may be done about them.
///
/// Sources: replicate.com/docs, *Rate limits* (`{detail}`); its changelog of 2024-05-01
/// (`invalid_fields`); answers quoted in the issues of Replicate's clients (`{title, detail, status}`).
struct ReplicateErrors {
    let redactor: SecretRedactor

    /// The failure of a paid POST: only a clear refusal proves that nothing was accepted.
    func submitFailure(_ response: HTTPResponse) -> ProviderFailure {
        let error = parse(response)
        return HTTPStatusTable.submitFailure(
            response.status, error.text, after: response.retryAfter ?? error.reset,
            isOwnWords: error.isReplicates)
    }

    /// The failure of a query, which may always be repeated.
    func queryFailure(_ response: HTTPResponse) -> ProviderFailure {
        let error = parse(response)
        return HTTPStatusTable.queryFailure(
            response.status, error.text, after: response.retryAfter ?? error.reset)
    }

    private func parse(_ response: HTTPResponse) -> (
        text: String, reset: Duration?, isReplicates: Bool
    ) {
        let json = (try? JSONValue(parsing: response.body)) ?? .null
        let detail = json["detail"].map { $0.text ?? $0.line }
        let fields = (json["invalid_fields"]?.elements ?? []).map { field in
            [field["field"]?.text, field["description"]?.text].compactMap(\.self)
                .filter { !$0.isEmpty }.joined(separator: ": ")
        }
        let parts = ([json["title"]?.text, detail] + fields).compactMap(\.self)
            .filter { !$0.isEmpty }
        let body = parts.isEmpty ? "no reason given" : parts.joined(separator: "; ")
        return (
            redactor.redacted("HTTP \(response.status): \(body)"),
            detail.flatMap(Self.reset), !parts.isEmpty
        )
    }

    /// The delay in a text such as "Your rate limit resets in ~30s".
    private static func reset(_ text: String) -> Duration? {
        text.firstMatch(of: /resets in ~?(\d{1,5})\s?s/).flatMap { Int($0.output.1) }
            .map { .seconds($0) }
    }
}
