import DailiesHTTP
import DailiesJSON
import Foundation

/// Runflow's run API: create a run, ask for it, find it by our own reference.
///
/// Source: docs.runflow.io, *Runs*, *Run lifecycle*, *Errors*.
package struct RunflowProvider: Provider {
    package static let identity = ProviderIdentity(
        name: "runflow", title: "Runflow", keyVariables: [["RUNFLOW_API_KEY"]],
        addresses: [RunflowProvider.address],
        callbackSecretVariable: "RUNFLOW_CALLBACK_SECRET", listsOurReference: true)

    static let address = ProviderIdentity.Address(
        "api", variable: "RUNFLOW_BASE_URL", standard: "https://api.runflow.io")

    package let instance: String
    private let api: ProviderAPI
    private let callbackSecrets: [String]

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
        let response = try await api.pay(
            "\(instance)/v1/models/\(request.endpoint)/runs", body,
            optional: ["client_ref": .string(request.clientReference)],
            patience: Self.identity.answerPatience, failure: errors.ofSubmit)
        guard let json = try? JSONValue(parsing: response.body), let report = reader.report(json)
        else {
            throw ProviderFailure.unknown(
                reason: "HTTP \(response.status), but the answer names no run")
        }
        return report
    }

    package func report(on remote: RemoteRun) async throws -> RunReport {
        let json = try await run(remote.id)
        guard let report = reader.report(json) else {
            throw ProviderFailure.tryLater(reason: "the answer is no run", after: nil)
        }
        return report
    }

    /// Runflow's own samples ask for signed addresses of files with a parameter that the model's page
    /// doesn't name: a server that refuses it is asked without it.
    private func run(_ id: String) async throws -> JSONValue {
        let path = "/v1/runs/\(escaped(id))"
        guard !api.hasRefused(Self.signature) else { return try await get(path) }
        let response = try await api.ask(.get, "\(instance)\(path)?\(Self.signature)=true")
        if response.isSuccess { return try api.json(response) }
        let failure = errors.ofQuery(response)
        guard api.noteRefusal(failure, response.status, of: [Self.signature]) else {
            throw failure
        }
        return try await get(path)
    }

    private static let signature = "add_signature"

    package func find(_ lost: LostSubmit) async throws -> [RunReport]? {
        let filter = escaped("client_ref.EQ:'\(lost.clientReference)'")
        let json = try await get("/v1/runs?q=\(filter)")
        guard let list = RunflowRun.list(json) else {
            throw ProviderFailure.tryLater(reason: "the answer is no list of runs", after: nil)
        }
        // Only what bears our reference counts, should a server pay no heed to the filter.
        return list.filter { $0["client_ref"]?.text == lost.clientReference }
            .compactMap(reader.report)
    }

    /// Only administrators can cancel, and the model goes on all the same.
    package func cancel(_ remote: RemoteRun) async throws -> Cancellation { .unsupported }

    package func upload(_ file: MediaUpload) async throws -> String {
        try await RunflowAssets(api: api, base: instance, errors: errors).upload(file)
    }

    package func check(_ callback: CallbackDelivery) async throws -> CallbackNews {
        try RunflowCallbacks(secrets: callbackSecrets).check(callback)
    }

    private var reader: RunflowRun { RunflowRun(scrubber: api.scrubber) }

    private var errors: RunflowErrors { RunflowErrors(scrubber: api.scrubber) }

    private func get(_ path: String) async throws -> JSONValue {
        let response = try await api.ask(.get, instance + path)
        guard response.isSuccess else { throw errors.ofQuery(response) }
        return try api.json(response)
    }
}
