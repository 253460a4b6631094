import DailiesHTTP
import DailiesJSON
import Foundation

/// What both of Kling's protocols have in common: the envelope, the errors, the pictures.
struct KlingService: Sendable {
    let api: ProviderAPI
    /// The base address.
    let instance: String

    static let address = ProviderIdentity.Address(
        "api", variable: "KLING_BASE_URL", defaultURL: "https://api-singapore.klingai.com")

    init(_ access: ProviderAccess) {
        instance = access.main
        let credential = KlingCredential(access)
        api = ProviderAPI(access, credential: { credential?.headers(at: Date()) ?? [:] })
    }

    var errors: KlingErrors { KlingErrors(redactor: api.redactor) }

    var reader: KlingTask { KlingTask(redactor: api.redactor) }

    /// Submits a request once, and reads the task in the answer.
    ///
    /// - Parameter run: makes the run from the task's id.
    func submit(
        _ body: JSONValue, to endpoint: String, timeout: Duration, run: (String) -> RemoteRun
    ) async throws(ProviderFailure) -> RunReport {
        let response = try await api.submit(
            "\(instance)/\(endpoint)", Self.withoutDataURIPrefixes(body), timeout: timeout,
            failure: errors.submitFailure)
        guard KlingError(response).isSuccess else { throw errors.submitFailure(response) }
        let json = try? JSONValue(parsing: response.body)
        guard let task = json.flatMap({ KlingTask.list($0["data"])?.first }),
            let id = KlingTask.id(task)
        else {
            throw .unknown(
                reason: "HTTP \(response.status), but the response contains no task id")
        }
        return reader.report(task, run: run(id))
    }

    /// The tasks in the answer to a query.
    ///
    /// - Throws: `ProviderFailure`, or `CancellationError`.
    func tasks(_ url: String) async throws -> [JSONValue] {
        let response = try await api.request(.get, url)
        guard KlingError(response).isSuccess else { throw errors.queryFailure(response) }
        let json = try api.json(response)
        // A success without data has no task.
        let isEmpty = json["data"] == nil && json["code"]?.integer == 0
        guard let list = isEmpty ? [] : KlingTask.list(json["data"]) else {
            throw ProviderFailure.retryable(reason: "the response contains no task", after: nil)
        }
        return list.filter { KlingTask.id($0) != nil }
    }

    /// The tasks that have our id of a lost submit; tasks without it are others.
    ///
    /// - Parameter run: makes the run from a task's id.
    func search(
        _ tasks: [JSONValue], for lost: LostSubmit, run: (String) -> RemoteRun
    ) -> RunSearch {
        let own = tasks.filter { KlingTask.reference($0) == lost.clientReference }
        return RunSearch(
            matches: own.compactMap { task in
                KlingTask.id(task).map { reader.report(task, run: run($0)) }
            }, containsOthers: own.count < tasks.count)
    }

    /// Kling has no endpoint for uploads: a picture is sent inside the request.
    func upload(
        _ file: MediaUpload, hostLimit: Int
    ) throws(ProviderFailure) -> String {
        guard let dataURI = file.dataURI(hostLimit: hostLimit) else {
            throw .refused(
                reason: "Kling takes no uploads: a picture of up to \(hostLimit >> 20) MB is sent "
                    + "inside the request; put a larger one, or a video, on a web server and write "
                    + "its https address in the list")
        }
        return dataURI
    }

    /// Pictures as Kling takes them: the base64 alone, without `data:image/png;base64,`.
    ///
    /// Source: Kling, *Image to video* of v1; the newer page says "URL or Base64".
    static func withoutDataURIPrefixes(_ json: JSONValue) -> JSONValue {
        switch json {
        case .string(let text) where text.hasPrefix("data:"):
            guard let comma = text.firstIndex(of: ","), text[..<comma].hasSuffix(";base64") else {
                return json
            }
            return .string(String(text[text.index(after: comma)...]))
        case .array(let list): return .array(list.map(withoutDataURIPrefixes))
        case .object(let members): return .object(members.mapValues(withoutDataURIPrefixes))
        default: return json
        }
    }
}
