import DailiesHTTP
import DailiesJSON
import Foundation

/// fal's queue API: submit, poll the status, fetch the result from the address that fal returns.
///
/// Sources: fal.ai, *Queue API*: submit, status, result, cancel; *Reliability* for the backup host.
package struct FalProvider: Provider {
    package static let identity = ProviderIdentity(
        name: "fal", title: "fal",
        keyVariables: [["FAL_KEY"], ["FAL_KEY_ID", "FAL_KEY_SECRET"]],
        addresses: [
            ProviderIdentity.Address(
                "queue", variable: "FAL_QUEUE_RUN_HOST", defaultURL: "https://queue.fal.run",
                backupURL: "https://queue.falrun.com"),
            FalProvider.rest,
        ])

    static let rest = ProviderIdentity.Address(
        "rest", variable: "FAL_REST_HOST", defaultURL: "https://rest.fal.ai")

    package let instance: String
    private let rest: String
    private let api: ProviderAPI
    private let keys: FalKeys

    package init(_ access: ProviderAccess) {
        instance = access.main
        rest = access.addresses["rest"] ?? Self.rest.defaultURL
        api = ProviderAPI(access, credential: Self.credential(access.key))
        keys = FalKeys(address: "\(rest)/.well-known/jwks.json", api: api)
    }

    static func credential(_ key: String?) -> [String: String] {
        key.map { ["Authorization": "Key \($0)"] } ?? [:]
    }

    package func submit(_ request: GenerationRequest) async throws -> RunReport {
        let hook = request.callback.map { "?fal_webhook=\(percentEncoded($0.url))" } ?? ""
        let response = try await api.submit(
            "\(instance)/\(request.endpoint)\(hook)", request.input,
            timeout: Self.identity.submitTimeout, failure: errors.submitFailure)
        guard let json = try? JSONValue(parsing: response.body),
            let id = (json["request_id"] ?? json["gateway_request_id"])?.text, !id.isEmpty
        else {
            throw ProviderFailure.unknown(
                reason: "HTTP \(response.status), but the response contains no request id")
        }
        return RunReport(
            run: RemoteRun(id: id, addresses: addresses(json, id: id, request.endpoint)),
            state: .queued, cost: nil, raw: api.redactor.redacted(json))
    }

    /// The addresses of a request: fal's own, unchanged, and constructed ones in place of any that
    /// isn't on a trusted origin.
    private func addresses(
        _ json: JSONValue, id: String, _ endpoint: String
    ) -> [String: String] {
        remoteRun(id: id, endpoint: endpoint).addresses.merging(
            ["status_url", "response_url", "cancel_url"].compactMap { name in
                json[name]?.text.flatMap { api.isTrusted($0) ? (name, $0) : nil }
            }
        ) { $1 }
    }

    /// The paths for status and result contain only the first two segments of the endpoint: the
    /// owner's and the application's name.
    package func remoteRun(id: String, endpoint: String) -> RemoteRun {
        let application = endpoint.split(separator: "/").prefix(2).joined(separator: "/")
        let base = "\(instance)/\(application)/requests/\(percentEncoded(id))"
        let addresses = [
            "status_url": "\(base)/status", "response_url": base, "cancel_url": "\(base)/cancel",
        ]
        return RemoteRun(id: id, addresses: addresses)
    }

    package func report(on run: RemoteRun) async throws -> RunReport {
        let status = try await api.request(.get, try address("status_url", of: run, "logs=1"))
        guard status.isSuccess else { throw errors.queryFailure(status) }
        let json = try api.json(status)
        let state: RemoteState
        switch json["status"]?.text ?? "" {
        case "IN_QUEUE": state = .queued
        case "IN_PROGRESS": state = .running
        case "COMPLETED": return try await result(of: run, json)
        case let word: state = .unrecognized(word)
        }
        return RunReport(run: run, state: state, cost: nil, raw: api.redactor.redacted(json))
    }

    /// `COMPLETED` means only that the work has ended; the result shows whether it succeeded.
    private func result(of run: RemoteRun, _ status: JSONValue) async throws -> RunReport {
        let response = try await api.request(.get, try address("response_url", of: run))
        return try FalResult(errors: errors, redactor: api.redactor)
            .report(response, run: run, status: status)
    }

    package func find(_ lost: LostSubmit) async throws -> RunSearch? { nil }

    package func cancel(_ run: RemoteRun) async throws -> Cancellation {
        let response = try await api.request(.put, try address("cancel_url", of: run))
        switch response.status {
        case 200..<300: return .requested
        case 400: return .tooLate
        default: throw errors.queryFailure(response)
        }
    }

    package func upload(_ file: MediaUpload) async throws -> String {
        try await FalStorage(api: api, rest: rest, errors: errors).upload(file)
    }

    package func verify(_ callback: CallbackDelivery) async throws -> VerifiedCallback {
        try await FalCallbacks(keys: keys).verify(callback)
    }

    private var errors: FalErrors { FalErrors(redactor: api.redactor) }

    /// An address of the run, checked again before the key is sent there.
    private func address(
        _ name: String, of run: RemoteRun, _ query: String? = nil
    ) throws(ProviderFailure) -> String {
        guard let url = run.addresses[name], api.isTrusted(url) else {
            throw .refused(
                reason:
                    "the run's \(name) is not at \(instance); set FAL_QUEUE_RUN_HOST to the value "
                    + "that the run was bought with")
        }
        guard let query else { return url }
        return url + (url.contains("?") ? "&" : "?") + query
    }
}
