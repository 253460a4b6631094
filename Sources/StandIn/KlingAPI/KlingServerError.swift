import DailiesDigest
import DailiesHTTPServer
import DailiesJSON

/// An error answer of Kling: `{code, message, request_id}` with the HTTP status of the code.
///
/// Source: Kling, *Error codes*; the texts of 1002, 1201 and 1303 as observed.
struct KlingServerError: Error, Sendable {
    let status: Int
    let code: Int
    let message: String

    static let noCredential = KlingServerError(
        status: 401, code: 1001, message: "Authorization is empty")
    static let invalidToken = KlingServerError(
        status: 401, code: 1002, message: "Authorization is invalid")
    static let keyPairRefused = KlingServerError(
        status: 401, code: 1002, message: "The current API does not support AK/SK")
    static let tokenNotYetValid = KlingServerError(
        status: 401, code: 1003, message: "Authorization is not yet valid")
    static let tokenExpired = KlingServerError(
        status: 401, code: 1004, message: "Authorization has expired")
    static let invalidJSON = KlingServerError(
        status: 400, code: 1200, message: "the request body is not a JSON object")
    static let tooLarge = KlingServerError(
        status: 400, code: 1201, message: "the request body is too large")
    static let wrongMethod = KlingServerError(
        status: 404, code: 1202, message: "the requested method is invalid")
    static let noSuchModel = KlingServerError(
        status: 404, code: 1203, message: "the requested resource does not exist")
    static let noSuchTask = KlingServerError(
        status: 400, code: 1201, message: "Task not found by id/external id")
    static let usedReference = KlingServerError(
        status: 400, code: 1201, message: "external_task_id already exists")
    static let idsMissing = KlingServerError(
        status: 400, code: 1201, message: "task_ids or external_task_ids is required")

    static func invalid(_ problems: [FieldProblem]) -> KlingServerError {
        KlingServerError(
            status: 400, code: 1201,
            message: problems.map { "\($0.field) \($0.message)" }.joined(separator: "; "))
    }

    var response: ServerResponse {
        .json(
            status,
            [
                "code": .integer(code), "message": .string(message),
                "request_id": .string(randomHexadecimal()),
            ])
    }

    /// The error for an injected status; `type` of the fault is another code.
    static func injected(_ fault: Fault, _ status: Int) -> KlingServerError {
        let usual: KlingServerError =
            switch status {
            case 401: .invalidToken
            case 402:
                KlingServerError(status: 429, code: 1101, message: "Account in arrears")
            case 403:
                KlingServerError(
                    status: 403, code: 1103, message: "Unauthorized access to the requested API")
            case 404: .noSuchModel
            case 422 where fault["shape"] == "policy":
                KlingServerError(
                    status: 400, code: 1301, message: "The request triggered content safety")
            case 422:
                KlingServerError(status: 400, code: 1201, message: "prompt value is invalid")
            case 429: KlingServerError(status: 429, code: 1302, message: "request too fast")
            case 503:
                KlingServerError(status: 503, code: 5001, message: "Server under maintenance")
            case 504: KlingServerError(status: 504, code: 5002, message: "Server internal timeout")
            default: KlingServerError(status: status, code: 5000, message: "Server internal error")
            }
        guard let code = fault["type"].flatMap({ Int($0) }) else { return usual }
        return KlingServerError(status: usual.status, code: code, message: words(code))
    }

    private static func words(_ code: Int) -> String {
        switch code {
        case 1100: "Account exception"
        case 1101: "Account in arrears"
        case 1102: "Account balance not enough"
        case 1303: "parallel task over resource pack limit"
        case 1304: "the IP is not in the whitelist"
        default: "an error of the type \(code)"
        }
    }
}
