import DailiesHTTP
import DailiesJSON

/// Kling's answer to a request, read as an error: `{code, message, request_id}`.
struct KlingError {
    let status: Int
    /// Kling's code; `nil` if the answer isn't in Kling's form, such as a gateway's page.
    let code: Int?
    private let message: String?
    private let requestID: String?
    /// Whether the answer contains a task's id although it is an error.
    let namesTask: Bool

    init(_ response: HTTPResponse) {
        let json = (try? JSONValue(parsing: response.body)) ?? .null
        status = response.status
        code = json["code"]?.integer ?? json["code"]?.text.flatMap { Int($0) }
        message = (json["message"] ?? json["msg"])?.text
        requestID = json["request_id"]?.text
        namesTask = KlingTask.list(json["data"])?.contains { KlingTask.id($0) != nil } ?? false
    }

    /// What a code means; the table is in `KlingErrors`.
    enum Meaning {
        case account, invalidRequest, noSuchResource, platformPolicy, contentSafety, tooFast
        case parallelLimit, serverFault, undocumented
    }

    /// What Kling's code means; `nil` if the answer has none.
    var meaning: Meaning? {
        guard let code else { return nil }
        return switch code {
        case 1000...1004, 1100...1103, 1304: .account
        case 1200, 1201: .invalidRequest
        case 1202, 1203: .noSuchResource
        case 1300: .platformPolicy
        case 1301: .contentSafety
        case 1302: .tooFast
        case 1303: .parallelLimit
        case 5000...5999: .serverFault
        default: .undocumented
        }
    }

    /// Whether the answer is a success: Kling answers some errors with HTTP 200, too.
    var isSuccess: Bool { (200..<300).contains(status) && (code ?? 0) == 0 }

    /// Whether the request was refused because its `external_task_id` belongs to a task already:
    /// then an earlier request was accepted.
    ///
    /// Kling answers 400 with the code 1201 of an invalid value, so that only the message tells
    /// (observed on 2026-09-20); whatever its code, it counts.
    var isRepeated: Bool {
        contains(["already exist", "already used", "duplicate", "not unique", "已存在", "重复"])
    }

    /// Whether there is no such task: the older protocol answers 400 with the code 1201 (observed
    /// on 2026-07-30).
    var isMissingTask: Bool {
        meaning == .invalidRequest && contains(["not found", "not exist", "不存在"])
    }

    private func contains(_ phrases: [String]) -> Bool {
        guard code ?? 0 != 0, let message = message?.lowercased() else { return false }
        return phrases.contains(where: message.contains)
    }

    var text: String {
        let request = requestID.map { " (request \($0))" } ?? ""
        return
            "HTTP \(status)\(code.map { " \($0)" } ?? ""): \(message ?? "no reason given")\(request)"
    }
}
