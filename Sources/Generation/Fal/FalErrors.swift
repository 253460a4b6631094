import DailiesHTTP
import DailiesJSON

/// Classifies fal's error responses by what may be done about them.
///
/// Source: fal.ai, *Errors*: the platform's errors have a text under `detail` beside `error_type`;
/// the model's errors have a list of `{loc, msg, type}` under `detail`. Only the type is
/// significant, never the message.
struct FalErrors {
    let redactor: SecretRedactor

    /// The failure of a paid POST: only a clear refusal proves that nothing was accepted.
    func submitFailure(_ response: HTTPResponse) -> ProviderFailure {
        let error = FalError(response)
        let reason = redactor.redacted(error.text)
        return error.isModeration && (400..<500).contains(response.status)
            ? .moderated(reason: reason)
            : HTTPStatusTable.submitFailure(
                response.status, reason, after: response.retryAfter,
                // Without a list of runs a submit that is left unknown can't be settled: 429 counts as a
                // refusal, whoever sends it.
                isOwnWords: error.isFals || response.status == 429)
    }

    /// The failure of a query, which may always be repeated.
    func queryFailure(_ response: HTTPResponse) -> ProviderFailure {
        HTTPStatusTable.queryFailure(
            response.status, redactor.redacted(FalError(response).text), after: response.retryAfter)
    }

    /// The failure in a completed request's status; `nil` if there is none.
    func runFailure(inStatus status: JSONValue) -> RunFailure? {
        let type = status["error_type"]?.text
        guard let message = status["error"]?.text ?? type else { return nil }
        let kind: RunFailure.Kind =
            ModerationCodes.contains(type)
            ? .moderated : FalError.retryableTypes.contains(type ?? "") ? .providerFault : .ordinary
        return RunFailure(kind, redactor.redacted(type.map { "\($0): \(message)" } ?? message))
    }

    /// The failure of a run: fal replays the status and the body of the model's response.
    func runFailure(in response: HTTPResponse) -> RunFailure {
        let error = FalError(response)
        let kind: RunFailure.Kind =
            error.isModeration ? .moderated : error.isRetryable ? .providerFault : .ordinary
        return RunFailure(kind, redactor.redacted(error.text))
    }
}

/// One error response, in either format.
struct FalError {
    private let status: Int
    private let types: [String]
    private let messages: [String]
    /// The platform's error type from the body, which takes precedence over the header fields.
    private let bodyType: String?
    /// Whether fal marks the request as retryable in a header field; `nil` if it has none.
    private let retryable: Bool?

    init(_ response: HTTPResponse) {
        let json = (try? JSONValue(parsing: response.body)) ?? .null
        let detail = json["detail"]
        status = response.status
        let entries = detail?.elements ?? []
        let named = entries.compactMap { $0["type"]?.text }
        bodyType = json["error_type"]?.text
        let type = bodyType ?? response.headers["x-fal-error-type"]
        types = named.isEmpty ? [type].compactMap(\.self) : named
        messages =
            entries.isEmpty
            ? [detail?.text ?? json["error"]?.text].compactMap(\.self)
            : entries.map(Self.message)
        retryable = ["x-fal-retryable", "x-fal-needs-retry"].lazy
            .compactMap { response.headers[$0]?.lowercased() }
            .first.map { ["true", "1", "yes"].contains($0) }
        isJSON = detail != nil || json["error_type"] != nil
    }

    /// Whether the body is fal's error JSON, and not a gateway's page.
    let isJSON: Bool

    private static func message(_ entry: JSONValue) -> String {
        let location = (entry["loc"]?.elements ?? []).map {
            $0.text ?? $0.integer.map(String.init) ?? ""
        }
        let message = entry["msg"]?.text ?? entry["type"]?.text ?? "no reason given"
        return location.isEmpty ? message : "\(location.joined(separator: ".")): \(message)"
    }

    /// Whether the answer is in fal's form, and not a gateway's page.
    var isFals: Bool { !messages.isEmpty || !types.isEmpty }

    var isModeration: Bool { types.contains { ModerationCodes.contains($0) } }

    /// Whether the same request may succeed later, and this one cost nothing: responses from 500 on
    /// are never charged, a 422 may be.
    ///
    /// A 400 (`downstream_service_error`) isn't among them: whether it is charged is not documented.
    var isRetryable: Bool {
        guard status >= 500 else { return false }
        if let bodyType, Self.retryableTypes.contains(bodyType) { return true }
        if let bodyType, Self.permanentTypes.contains(bodyType) { return false }
        return retryable ?? Self.retryableTypes.contains { types.contains($0) }
    }

    static let retryableTypes: Set = [
        "startup_timeout", "runner_scheduling_failure", "runner_connection_timeout",
        "runner_disconnected", "runner_connection_refused", "runner_connection_error",
        "runner_incomplete_response", "request_timeout",
    ]

    /// Error types caused by the request or its sender.
    private static let permanentTypes: Set = [
        "bad_request", "client_disconnected", "client_cancelled",
    ]

    var text: String {
        let code = types.isEmpty ? "" : " \(types.joined(separator: ", "))"
        let body = messages.isEmpty ? "no reason given" : messages.joined(separator: "; ")
        return "HTTP \(status)\(code): \(body)"
    }
}
