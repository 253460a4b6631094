import DailiesHTTP
import DailiesJSON
import Foundation

/// fal's queue: submit, ask for the status, fetch the result from where fal says it is.
///
/// Sources: fal.ai, *Queue API*: submit, status, result, cancel; *Reliability* for the backup host.
package struct FalProvider: Provider {
    package static let identity = ProviderIdentity(
        name: "fal", title: "fal",
        keyVariables: [["FAL_KEY"], ["FAL_KEY_ID", "FAL_KEY_SECRET"]],
        addresses: [
            ProviderIdentity.Address(
                "queue", variable: "FAL_QUEUE_RUN_HOST", standard: "https://queue.fal.run",
                backup: "https://queue.falrun.com"),
            FalProvider.rest,
        ])

    static let rest = ProviderIdentity.Address(
        "rest", variable: "FAL_REST_HOST", standard: "https://rest.fal.ai")

    package let instance: String
    private let rest: String
    private let api: ProviderAPI
    private let keys: FalKeys

    package init(_ access: ProviderAccess) {
        instance = access.main
        rest = access.addresses["rest"] ?? Self.rest.standard
        api = ProviderAPI(access, credential: Self.credential(access.key))
        keys = FalKeys(address: "\(rest)/.well-known/jwks.json", api: api)
    }

    static func credential(_ key: String?) -> [String: String] {
        key.map { ["Authorization": "Key \($0)"] } ?? [:]
    }

    package func submit(_ request: GenerationRequest) async throws -> RunReport {
        let hook = request.callback.map { "?fal_webhook=\(escaped($0.url))" } ?? ""
        let response = try await api.pay(
            "\(instance)/\(request.endpoint)\(hook)", request.input,
            patience: Self.identity.answerPatience)
        guard response.isSuccess else { throw errors.ofSubmit(response) }
        guard let json = try? JSONValue(parsing: response.body),
            let id = (json["request_id"] ?? json["gateway_request_id"])?.text, !id.isEmpty
        else {
            throw ProviderFailure.unknown(
                reason: "HTTP \(response.status), but the answer names no request")
        }
        return RunReport(
            run: RemoteRun(id: id, addresses: addresses(json, id: id, request.endpoint)),
            state: .queued, cost: nil, raw: api.scrubber.json(json))
    }

    /// fal's own addresses as they are; built by us only where they lead to strangers.
    private func addresses(
        _ json: JSONValue, id: String, _ endpoint: String
    ) -> [String: String] {
        run(found: id, endpoint: endpoint).addresses.merging(
            ["status_url", "response_url", "cancel_url"].compactMap { name in
                json[name]?.text.flatMap { api.isTrusted($0) ? (name, $0) : nil }
            }
        ) { $1 }
    }

    /// A path for status and result holds the owner's and the application's name and nothing else of
    /// the endpoint.
    package func run(found id: String, endpoint: String) -> RemoteRun {
        let application = endpoint.split(separator: "/").prefix(2).joined(separator: "/")
        let own = "\(instance)/\(application)/requests/\(escaped(id))"
        let addresses = [
            "status_url": "\(own)/status", "response_url": own, "cancel_url": "\(own)/cancel",
        ]
        return RemoteRun(id: id, addresses: addresses)
    }

    package func report(on run: RemoteRun) async throws -> RunReport {
        let status = try await api.ask(.get, try address("status_url", of: run, "logs=1"))
        guard status.isSuccess else { throw errors.ofQuery(status) }
        let json = try api.json(status)
        let state: RemoteState
        switch json["status"]?.text ?? "" {
        case "IN_QUEUE": state = .queued
        case "IN_PROGRESS": state = .running
        case "COMPLETED": return try await result(of: run, json)
        case let word: state = .unheardOf(word)
        }
        return RunReport(run: run, state: state, cost: nil, raw: api.scrubber.json(json))
    }

    /// Completed says only that the work has ended: whether well, the result tells.
    private func result(of run: RemoteRun, _ status: JSONValue) async throws -> RunReport {
        let response = try await api.ask(.get, try address("response_url", of: run))
        return try FalResult(errors: errors, scrubber: api.scrubber)
            .report(response, run: run, status: status)
    }

    package func find(_ lost: LostSubmit) async throws -> [RunReport]? { nil }

    package func cancel(_ run: RemoteRun) async throws -> Cancellation {
        let response = try await api.ask(.put, try address("cancel_url", of: run))
        switch response.status {
        case 200..<300: return .requested
        case 400: return .tooLate
        default: throw errors.ofQuery(response)
        }
    }

    package func upload(_ file: MediaUpload) async throws -> String {
        try await FalStorage(api: api, rest: rest, errors: errors).upload(file)
    }

    package func check(_ callback: CallbackDelivery) async throws -> CallbackNews {
        try await FalCallbacks(keys: keys).check(callback)
    }

    private var errors: FalErrors { FalErrors(scrubber: api.scrubber) }

    /// An address that was given with the run, checked again before the key goes there.
    private func address(
        _ name: String, of run: RemoteRun, _ query: String? = nil
    ) throws(ProviderFailure) -> String {
        guard let url = run.addresses[name], api.isTrusted(url) else {
            throw .refused(
                reason: "the run's \(name) doesn't lead to \(instance); is FAL_QUEUE_RUN_HOST what "
                    + "it was when the run was bought?")
        }
        guard let query else { return url }
        return url + (url.contains("?") ? "&" : "?") + query
    }
}
