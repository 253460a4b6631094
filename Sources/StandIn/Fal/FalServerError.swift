import DailiesHTTPServer
import DailiesJSON

/// An error response of fal: `detail` is a text or an array of problems.
struct FalServerError: Error, Sendable {
    let status: Int
    let detail: JSONValue
    /// The machine-readable type, in the body and in the header `X-Fal-Error-Type`.
    var errorType: String?
    var isRetryable: Bool?
    var headers: [String: String] = [:]

    /// An error with a text, as the queue and the infrastructure report it.
    init(_ status: Int, _ text: String, type: String? = nil, isRetryable: Bool? = nil) {
        self.status = status
        detail = .string(text)
        errorType = type
        self.isRetryable = isRetryable
    }

    /// An error with an array of problems, as models and the framework report it.
    init(_ status: Int, problems: [FieldProblem], isRetryable: Bool? = false) {
        self.status = status
        detail = .array(
            problems.map { problem in
                [
                    "loc": .array(
                        problem.field.split(separator: ".").map { part in
                            Int(part).map { .integer($0) } ?? .string(String(part))
                        }),
                    "msg": .string(problem.message),
                    "type": .string(problem.type),
                    "url": .string("https://docs.fal.ai/errors/#\(problem.type)"),
                    "ctx": .object(problem.context),
                    "input": nil,
                ]
            })
        self.isRetryable = isRetryable
    }

    static let unauthorized = FalServerError(
        401, "Cannot access application: authentication is required")
    static let tooLarge = FalServerError(413, "Payload too large")
    static let notFound = FalServerError(404, "Not Found")
    static let noSuchRequest = FalServerError(404, "Request not found")
    static let queueTooLong = FalServerError(429, "The queue is longer than fal_max_queue_length")
    static let wrongMethod = FalServerError(405, "Method Not Allowed")

    static func noSuchApplication(_ name: String) -> FalServerError {
        FalServerError(404, "Application \"\(name)\" not found")
    }

    /// The response for this error.
    func response(requestID: String? = nil) -> ServerResponse {
        var headers = headers
        var body: [String: JSONValue] = ["detail": detail]
        if let errorType {
            body["error_type"] = .string(errorType)
            headers["X-Fal-Error-Type"] = errorType
        }
        if let isRetryable { headers["X-Fal-Retryable"] = String(isRetryable) }
        if let requestID { headers["x-fal-request-id"] = requestID }
        return .json(status, .object(body), headers: headers)
    }

    /// The error for an injected status.
    static func injected(_ fault: Fault, _ status: Int) -> FalServerError {
        switch status {
        case 401: return unauthorized
        case 402: return FalServerError(402, "Exhausted balance. Top up your balance.")
        case 403: return FalServerError(403, "User is locked. Reason: exhausted balance.")
        case 404: return noSuchRequest
        case 422: return invalid(shape: fault["shape"], type: fault["type"])
        case 429: return FalServerError(429, "Too many requests", type: "rate_limited")
        case 502:
            return FalServerError(
                502, "Runner incomplete response", type: "runner_incomplete_response")
        case 503:
            return FalServerError(
                503, "Runner scheduling failure", type: "runner_scheduling_failure",
                isRetryable: true)
        case 504: return FalServerError(504, "Startup timeout", type: "startup_timeout")
        default: return FalServerError(status, "Internal server error", type: "internal_error")
        }
    }

    /// A refusal of the input in one of fal's formats.
    private static func invalid(shape: String?, type: String?) -> FalServerError {
        switch shape {
        case "text": return FalServerError(422, "The input could not be processed")
        case "pydantic":
            return FalServerError(
                422,
                problems: [
                    FieldProblem(
                        field: "body.prompt", message: "Field required", type: type ?? "missing")
                ], isRetryable: nil)
        case "policy": return policyViolation
        default:
            return FalServerError(
                422,
                problems: [
                    FieldProblem(
                        field: "body.start_image_url", message: "Image is too small",
                        type: type ?? "image_too_small",
                        context: ["min_height": 300, "min_width": 300])
                ])
        }
    }

    static let policyViolation = FalServerError(
        422,
        problems: [
            FieldProblem(
                field: "body.prompt",
                message: "The content could not be processed because it contained material "
                    + "flagged by a content checker.",
                type: "content_policy_violation")
        ])
}
