import DailiesHTTP
import DailiesJSON

/// Sorts fal's error answers by what may be done about them.
///
/// Source: fal.ai, *Errors*: everything stands under `detail`, as a text beside `error_type` where
/// the platform speaks, as a list of `{loc, msg, type}` where the model does. What counts is the
/// type, never the words.
struct FalErrors {
    let scrubber: Scrubber

    /// An answer to a paid POST: only a plain refusal proves that nothing was accepted.
    func ofSubmit(_ response: HTTPResponse) -> ProviderFailure {
        let error = FalError(response)
        let reason = scrubber.text(error.text)
        return error.isModeration && (400..<500).contains(response.status)
            ? .moderated(reason: reason)
            : AnswerTable.paid(response.status, reason, after: response.retryAfter)
    }

    /// An answer to a question, which can always be repeated.
    func ofQuery(_ response: HTTPResponse) -> ProviderFailure {
        AnswerTable.question(
            response.status, scrubber.text(FalError(response).text), after: response.retryAfter)
    }

    /// The failure that a completed request's status tells of; `nil` where it tells of none.
    func ofStatus(_ status: JSONValue) -> RunFailure? {
        let type = status["error_type"]?.text
        guard let words = status["error"]?.text ?? type else { return nil }
        let kind: RunFailure.Kind =
            ModerationWords.appear(in: type)
            ? .moderated : FalError.passing.contains(type ?? "") ? .fault : .ordinary
        return RunFailure(kind, scrubber.text(type.map { "\($0): \(words)" } ?? words))
    }

    /// The outcome of a run, which fal replays with the status and the body that the model gave.
    func ofRun(_ response: HTTPResponse) -> RunFailure {
        let error = FalError(response)
        let kind: RunFailure.Kind =
            error.isModeration ? .moderated : error.isPassing ? .fault : .ordinary
        return RunFailure(kind, scrubber.text(error.text))
    }
}

/// One error answer, read in both shapes.
struct FalError {
    private let status: Int
    private let types: [String]
    private let words: [String]
    /// The platform's type as the body names it, which wins over the header fields.
    private let bodyType: String?
    /// fal's own word on whether the same request could pass.
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
        words =
            entries.isEmpty
            ? [detail?.text ?? json["error"]?.text].compactMap(\.self)
            : entries.map(Self.sentence)
        retryable = ["x-fal-retryable", "x-fal-needs-retry"].lazy
            .compactMap { response.headers[$0]?.lowercased() }
            .first.map { ["true", "1", "yes"].contains($0) }
        isJSON = detail != nil || json["error_type"] != nil
    }

    /// Whether it is fal that speaks, and not some gateway's page.
    let isJSON: Bool

    private static func sentence(_ entry: JSONValue) -> String {
        let place = (entry["loc"]?.elements ?? []).map {
            $0.text ?? $0.integer.map(String.init) ?? ""
        }
        let message = entry["msg"]?.text ?? entry["type"]?.text ?? "no reason given"
        return place.isEmpty ? message : "\(place.joined(separator: ".")): \(message)"
    }

    var isModeration: Bool { types.contains { ModerationWords.appear(in: $0) } }

    /// Whether the same request may pass another time, at no cost for this one: answers from 500 on
    /// are never charged, a 422 may be.
    var isPassing: Bool {
        switch status {
        case 500...:
            if let bodyType, Self.passing.contains(bodyType) { return true }
            if let bodyType, Self.lasting.contains(bodyType) { return false }
            return retryable ?? Self.passing.contains { types.contains($0) }
        // The model's maker failed before it made anything; fal has no 5xx for that.
        case 400: return types.contains("downstream_service_error") && retryable == true
        default: return false
        }
    }

    static let passing: Set = [
        "startup_timeout", "runner_scheduling_failure", "runner_connection_timeout",
        "runner_disconnected", "runner_connection_refused", "runner_connection_error",
        "runner_incomplete_response", "request_timeout",
    ]

    /// Types that mean the request itself, or whoever sent it.
    private static let lasting: Set = ["bad_request", "client_disconnected", "client_cancelled"]

    var text: String {
        let code = types.isEmpty ? "" : " \(types.joined(separator: ", "))"
        let body = words.isEmpty ? "no reason given" : words.joined(separator: "; ")
        return "HTTP \(status)\(code): \(body)"
    }
}
