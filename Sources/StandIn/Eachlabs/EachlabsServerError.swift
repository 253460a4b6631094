import DailiesDigest
import DailiesHTTPServer
import DailiesJSON

/// An error response in one of the formats of eachlabs.
struct EachlabsServerError: Error, Sendable {
    let status: Int
    let message: String
    var details: String?

    static let unauthorized = EachlabsServerError(
        status: 401, message: "Invalid or missing API key")
    static let invalidJSON = EachlabsServerError(status: 400, message: "Invalid request body")
    static let noModel = EachlabsServerError(status: 400, message: "model field is required")
    static let tooLarge = EachlabsServerError(status: 413, message: "Request body too large")
    static let noSuchModel = EachlabsServerError(status: 404, message: "Model not found")
    static let noSuchPrediction = EachlabsServerError(status: 404, message: "Prediction not found")
    static let noSuchPath = EachlabsServerError(status: 404, message: "Not found")
    static let wrongMethod = EachlabsServerError(status: 405, message: "Method not allowed")
    static let hasEnded = EachlabsServerError(
        status: 409, message: "Prediction can not be cancelled", details: "It has ended already.")

    static func invalid(_ problems: [FieldProblem]) -> EachlabsServerError {
        EachlabsServerError(
            status: 400, message: "Invalid input for model",
            details: problems.map { "\($0.field) \($0.message)" }.joined(separator: "; "))
    }

    /// The response, in the format of the model's page or, by `shape`, in another documented one.
    func response(shape: String? = nil) -> ServerResponse {
        let body: JSONValue
        switch shape {
        case "text": body = ["error": .string(message)]
        case "documents":
            body = [
                "status": "error", "error": .string(message), "details": .optional(details),
            ]
        default:
            body = [
                "status": "error", "message": .string(message), "details": .optional(details),
            ]
        }
        return .json(status, body, headers: ["X-Request-Id": randomHexadecimal()])
    }

    /// The error for an injected status.
    static func injected(_ fault: Fault, _ status: Int) -> EachlabsServerError {
        switch status {
        case 401: .unauthorized
        case 402: EachlabsServerError(status: 402, message: "Insufficient balance")
        case 403: EachlabsServerError(status: 403, message: "Organization is locked")
        case 404: .noSuchPrediction
        case 422 where fault["shape"] == "policy":
            EachlabsServerError(
                status: 422, message: "Content moderation", details: "The prompt was refused.")
        case 422:
            EachlabsServerError(
                status: 422, message: "Invalid input for model", details: "prompt is not acceptable"
            )
        case 429:
            EachlabsServerError(
                status: 429, message: "Concurrency limit reached", details: "10 in flight")
        default: EachlabsServerError(status: status, message: "Internal server error")
        }
    }
}
