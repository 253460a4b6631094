import DailiesHTTPServer
import DailiesJSON

/// An error as Runflow words it: `{code, message, errors[]}`.
struct RunflowError: Error, Sendable {
    let status: Int
    let code: String
    let message: String
    var problems: [FieldProblem] = []
    var allow: String?

    static let unauthorized = RunflowError(
        status: 401, code: "UNAUTHORIZED", message: "The Authorization header must carry a key.")
    static let invalidJSON = RunflowError(
        status: 400, code: "BAD_REQUEST", message: "The body is not a JSON object.")
    static let invalidFilter = RunflowError(
        status: 400, code: "BAD_REQUEST", message: "q must read client_ref.EQ:'…'.")
    static let tooLarge = RunflowError(
        status: 413, code: "PAYLOAD_TOO_LARGE", message: "The body is larger than 1 MB.")
    static let noSuchPath = RunflowError(
        status: 404, code: "NOT_FOUND", message: "There is nothing under this path.")
    static let noSuchRun = RunflowError(
        status: 404, code: "RUN_NOT_FOUND", message: "There is no run with this id.")
    static let noSuchModel = RunflowError(
        status: 404, code: "MODEL_NOT_FOUND", message: "There is no model with this id.")

    static func wrongMethod(allow: String) -> RunflowError {
        RunflowError(
            status: 405, code: "METHOD_NOT_ALLOWED", message: "Only \(allow) is allowed here.",
            allow: allow)
    }

    static func invalid(_ problems: [FieldProblem]) -> RunflowError {
        RunflowError(
            status: 422, code: "VALIDATION_ERROR", message: "The request is not valid.",
            problems: problems)
    }

    /// The answer that carries it.
    var response: ServerResponse {
        let errors = problems.map { problem -> JSONValue in
            ["field": .string(problem.field), "message": .string(problem.message)]
        }
        return .json(
            status,
            ["code": .string(code), "message": .string(message), "errors": .array(errors)],
            headers: allow.map { ["Allow": $0] } ?? [:])
    }
}
