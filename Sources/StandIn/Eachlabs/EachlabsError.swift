import DailiesDigest
import DailiesHTTPServer
import DailiesJSON

/// An error in one of the shapes that eachlabs answers.
struct EachlabsError: Error, Sendable {
    let status: Int
    let message: String
    var details: String?

    static let unauthorized = EachlabsError(status: 401, message: "Invalid or missing API key")
    static let invalidJSON = EachlabsError(status: 400, message: "Invalid request body")
    static let noModel = EachlabsError(status: 400, message: "model field is required")
    static let tooLarge = EachlabsError(status: 413, message: "Request body too large")
    static let noSuchModel = EachlabsError(status: 404, message: "Model not found")
    static let noSuchPrediction = EachlabsError(status: 404, message: "Prediction not found")
    static let noSuchPath = EachlabsError(status: 404, message: "Not found")
    static let wrongMethod = EachlabsError(status: 405, message: "Method not allowed")
    static let hasEnded = EachlabsError(
        status: 409, message: "Prediction can not be cancelled", details: "It has ended already.")

    static func invalid(_ problems: [FieldProblem]) -> EachlabsError {
        EachlabsError(
            status: 400, message: "Invalid input for model",
            details: problems.map { "\($0.field) \($0.message)" }.joined(separator: "; "))
    }

    /// The answer that carries it, in the shape of the model's page, or in one of the documents'.
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

    /// The error with a status that was asked for.
    static func injected(_ fault: Fault, _ status: Int) -> EachlabsError {
        switch status {
        case 401: .unauthorized
        case 402: EachlabsError(status: 402, message: "Insufficient balance")
        case 403: EachlabsError(status: 403, message: "Organization is locked")
        case 404: .noSuchPrediction
        case 422 where fault["shape"] == "policy":
            EachlabsError(
                status: 422, message: "Content moderation", details: "The prompt was refused.")
        case 422:
            EachlabsError(
                status: 422, message: "Invalid input for model", details: "prompt is not acceptable"
            )
        case 429:
            EachlabsError(
                status: 429, message: "Concurrency limit reached", details: "10 in flight")
        default: EachlabsError(status: status, message: "Internal server error")
        }
    }
}
