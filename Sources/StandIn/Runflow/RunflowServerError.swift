import DailiesHTTPServer
import DailiesJSON

/// An error response of Runflow: `{code, message, errors[]}`.
struct RunflowServerError: Error, Sendable {
    let status: Int
    let code: String
    let message: String
    var problems: [FieldProblem] = []
    var headers: [String: String] = [:]

    static let unauthorized = RunflowServerError(
        status: 401, code: "UNAUTHORIZED", message: "The Authorization header must carry a key.")
    static let invalidJSON = RunflowServerError(
        status: 400, code: "BAD_REQUEST", message: "The body is not a JSON object.")
    static let invalidFilter = RunflowServerError(
        status: 400, code: "BAD_REQUEST", message: "q must read client_ref.EQ:'…'.")
    static let tooLarge = RunflowServerError(
        status: 413, code: "PAYLOAD_TOO_LARGE", message: "The body is too large.")
    static let noSuchPath = RunflowServerError(
        status: 404, code: "NOT_FOUND", message: "There is nothing under this path.")
    static let noSuchRun = RunflowServerError(
        status: 404, code: "RUN_NOT_FOUND", message: "There is no run with this id.")
    static let noSuchModel = RunflowServerError(
        status: 404, code: "MODEL_NOT_FOUND", message: "There is no model with this id.")
    static let noSuchAsset = RunflowServerError(
        status: 404, code: "ASSET_NOT_FOUND", message: "There is no asset with this id.")
    static let nothingUploaded = RunflowServerError(
        status: 409, code: "UPLOAD_INCOMPLETE", message: "The bytes have not arrived.")

    static func wrongMethod(allow: String) -> RunflowServerError {
        RunflowServerError(
            status: 405, code: "METHOD_NOT_ALLOWED", message: "Only \(allow) is allowed here.",
            headers: ["Allow": allow])
    }

    static func invalid(_ problems: [FieldProblem]) -> RunflowServerError {
        RunflowServerError(
            status: 422, code: "VALIDATION_ERROR", message: "The request is not valid.",
            problems: problems)
    }

    /// The response for this error.
    var response: ServerResponse {
        let errors = problems.map { problem -> JSONValue in
            ["field": .string(problem.field), "message": .string(problem.message)]
        }
        return .json(
            status,
            ["code": .string(code), "message": .string(message), "errors": .array(errors)],
            headers: headers)
    }

    /// The response for an injected status.
    static func injected(_ fault: Fault, _ status: Int) -> ServerResponse {
        let (code, message) = words(for: status)
        var error = RunflowServerError(status: status, code: code, message: message)
        if status == 422 {
            error.problems = [FieldProblem(field: "input.prompt", message: "is not acceptable")]
        }
        switch fault["shape"] {
        // The formats of older and newer revisions.
        case "text": return .json(status, ["error": .string(message), "code": .string(code)])
        case "pydantic":
            let inner: JSONValue = ["message": .string(message), "code": .string(code)]
            return .json(status, ["error": inner])
        case "policy":
            return RunflowServerError(
                status: status, code: "CONTENT_POLICY_VIOLATION",
                message: "The prompt was refused by the content filter.",
                problems: [FieldProblem(field: "input.prompt", message: "is not allowed")]
            ).response
        default: return error.response
        }
    }

    private static func words(for status: Int) -> (code: String, message: String) {
        switch status {
        case 401: ("UNAUTHORIZED", "The key is not valid.")
        case 402: ("INSUFFICIENT_CREDIT", "The balance does not cover this run.")
        case 403: ("PERMISSION_DENIED", "The account may not do this.")
        case 404: ("RUN_NOT_FOUND", "There is no run with this id.")
        case 422: ("VALIDATION_ERROR", "The request is not valid.")
        case 429: ("RATE_LIMITED", "Too many requests.")
        case 503: ("MODEL_UNAVAILABLE", "The model is not available at the moment.")
        default: ("INTERNAL_ERROR", "Something went wrong.")
        }
    }
}
