import DailiesHTTP
import DailiesJSON
import Foundation

/// Runflow's run API: create a run, poll it, find it by our reference.
///
/// Source: docs.runflow.io, *Runs*, *Run lifecycle*, *Errors*.
package struct RunflowProvider: Provider {
    package static let identity = ProviderIdentity(
        name: "runflow", title: "Runflow", keyVariables: [["RUNFLOW_API_KEY"]],
        addresses: [RunflowProvider.address],
        callbackSecretVariable: "RUNFLOW_CALLBACK_SECRET", listsClientReference: true)

    static let address = ProviderIdentity.Address(
        "api", variable: "RUNFLOW_BASE_URL", defaultURL: "https://api.runflow.io")

    package let instance: String
    private let api: ProviderAPI
    private let callbackSecrets: [String]

    package var accountMark: String? { api.accountMark }

    package init(_ access: ProviderAccess) {
        instance = access.main
        callbackSecrets = access.callbackSecrets
        api = ProviderAPI(access, credential: Self.credential(access.key))
    }

    static func credential(_ key: String?) -> [String: String] {
        key.map { ["Authorization": "Bearer \($0)"] } ?? [:]
    }

    package func submit(_ request: GenerationRequest) async throws -> RunReport {
        var body: [String: JSONValue] = [
            "input": request.input, "metadata": .object(request.metadata),
        ]
        body["callback_url"] = request.callback.map { .string($0.url) }
        body[Self.reference] = request.sendsReference ? .string(request.clientReference) : nil
        let response = try await api.submit(
            "\(instance)/v1/models/\(request.endpoint)/runs", .object(body),
            optional: [Self.reference], timeout: Self.identity.submitTimeout,
            failure: errors.submitFailure)
        guard let json = try? JSONValue(parsing: response.body), let report = reader.report(json)
        else {
            throw ProviderFailure.unknown(
                reason: "HTTP \(response.status), but the response contains no run id")
        }
        return report
    }

    /// The model's page doesn't list the field for our reference; Runflow's pages on runs do.
    package var acceptsReference: Bool { !api.isUnsupported(Self.reference) }

    private static let reference = "client_ref"

    package func report(on remote: RemoteRun) async throws -> RunReport {
        let json = try await run(remote.id)
        guard let report = reader.report(json) else {
            throw ProviderFailure.retryable(reason: "the response is not a run", after: nil)
        }
        return report
    }

    /// Polls with `add_signature`, by which Runflow's own samples request signed addresses of
    /// files.
    ///
    /// The model's page doesn't list this parameter: if the server refuses it, the run is polled
    /// without it.
    private func run(_ id: String) async throws -> JSONValue {
        let path = "/v1/runs/\(percentEncoded(id))"
        guard !api.isUnsupported(Self.signature) else { return try await get(path) }
        let response = try await api.request(.get, "\(instance)\(path)?\(Self.signature)=true")
        if response.isSuccess { return try api.json(response) }
        let failure = errors.queryFailure(response)
        guard api.recordUnsupported(failure, response.status, of: [Self.signature]) else {
            throw failure
        }
        return try await get(path)
    }

    private static let signature = "add_signature"

    package func find(_ lost: LostSubmit) async throws -> RunSearch? {
        let filter = percentEncoded("client_ref.EQ:'\(lost.clientReference)'")
        let json = try await get("/v1/runs?q=\(filter)")
        guard let list = RunflowRun.list(json) else {
            throw ProviderFailure.retryable(
                reason: "the response is not a list of runs", after: nil)
        }
        let own = list.filter { $0["client_ref"]?.text == lost.clientReference }
        return RunSearch(
            matches: own.compactMap(reader.report), containsOthers: own.count < list.count)
    }

    /// Only administrators can cancel, and the model keeps running regardless.
    package func cancel(_ remote: RemoteRun) async throws -> Cancellation { .unsupported }

    package func upload(_ file: MediaUpload) async throws -> String {
        try await RunflowAssets(api: api, base: instance, errors: errors).upload(file)
    }

    package func verify(_ callback: CallbackDelivery) async throws -> VerifiedCallback {
        try RunflowCallbacks(secrets: callbackSecrets).verify(callback)
    }

    private var reader: RunflowRun { RunflowRun(redactor: api.redactor) }

    private var errors: RunflowErrors { RunflowErrors(redactor: api.redactor) }

    private func get(_ path: String) async throws -> JSONValue {
        let response = try await api.request(.get, instance + path)
        guard response.isSuccess else { throw errors.queryFailure(response) }
        return try api.json(response)
    }
}
