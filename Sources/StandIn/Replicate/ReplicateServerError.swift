import DailiesHTTPServer
import DailiesJSON

/// An error response of Replicate: `{title, detail, status}`, with `invalid_fields` for a body that
/// isn't as documented, and only `{detail}` for throttling.
///
/// Sources: replicate.com, changelog of 2024-05-01 and *Rate limits*; answers quoted in the issues of
/// Replicate's clients.
struct ReplicateServerError: Error, Sendable {
    let status: Int
    var title: String?
    let detail: String
    var invalidFields: [JSONValue] = []

    static let unauthenticated = ReplicateServerError(
        status: 401, title: "Unauthenticated",
        detail: "You did not pass a valid authentication token")
    static let notFound = ReplicateServerError(
        status: 404, title: "Not found", detail: "The requested resource could not be found.")
    static let wrongMethod = ReplicateServerError(
        status: 405, title: "Method not allowed", detail: "The method is not allowed here.")
    static let noJSON = ReplicateServerError(
        status: 400, title: "Bad request", detail: "The request body is not a JSON object.")
    static let tooLarge = ReplicateServerError(
        status: 413, title: "Request entity too large", detail: "The request body is too large.")
    static let noSuchVersion = ReplicateServerError(
        status: 422, title: "Invalid version or not permitted",
        detail: "The specified version does not exist (or perhaps you don't have permission to use "
            + "it?)")

    static func badQuery(_ detail: String) -> ReplicateServerError {
        ReplicateServerError(status: 400, title: "Bad request", detail: detail)
    }

    /// Fields of the body, each with the type and the description of its problem.
    static func invalid(_ problems: [(type: String, field: String, description: String)])
        -> ReplicateServerError
    {
        ReplicateServerError(
            status: 422, title: "Input validation failed",
            detail: problems.map { "- \($0.description)\n" }.joined(),
            invalidFields: problems.map {
                [
                    "type": .string($0.type), "field": .string($0.field),
                    "description": .string($0.description),
                ]
            })
    }

    static func invalid(_ problems: [FieldProblem]) -> ReplicateServerError {
        invalid(problems.map { ($0.type, $0.field, "\($0.field): \($0.message)") })
    }

    var response: ServerResponse {
        var body: [String: JSONValue] = ["detail": .string(detail)]
        if let title {
            body["title"] = .string(title)
            body["status"] = .integer(status)
        }
        if !invalidFields.isEmpty { body["invalid_fields"] = .array(invalidFields) }
        return .json(status, .object(body))
    }

    /// The error for an injected status.
    static func injected(_ status: Int) -> ReplicateServerError {
        switch status {
        case 401: .unauthenticated
        case 402:
            ReplicateServerError(
                status: 402, title: "Insufficient credit",
                detail: "You have insufficient credit to run this model.")
        case 403:
            ReplicateServerError(
                status: 403, title: "Forbidden", detail: "The account may not do this.")
        case 404: .notFound
        case 422: .invalid([FieldProblem(field: "input.prompt", message: "is not acceptable")])
        case 429:
            ReplicateServerError(
                status: 429, detail: "Request was throttled. Your rate limit resets in ~1s.")
        default:
            ReplicateServerError(
                status: status, title: "Internal server error", detail: "Something went wrong.")
        }
    }
}
