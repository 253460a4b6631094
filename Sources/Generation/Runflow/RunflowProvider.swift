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
        guard let json = try? JSONValue(parsing: response.body), let report = run.report(json)
        else {
            throw ProviderFailure.unknown(
                reason: "HTTP \(response.status), but the answer names no run")
        }
        return report
    }

    package func report(on remote: RemoteRun) async throws -> RunReport {
        let json = try await get("/v1/runs/\(escaped(remote.id))?add_signature=true")
        guard let report = run.report(json) else {
            throw ProviderFailure.tryLater(reason: "the answer is no run", after: nil)
        }
        return report
    }

    package func find(_ lost: LostSubmit) async throws -> [RunReport]? {
        let filter = escaped("client_ref.EQ:'\(lost.clientReference)'")
        let json = try await get("/v1/runs?q=\(filter)")
        guard let list = RunflowRun.list(json) else {
            throw ProviderFailure.tryLater(reason: "the answer is no list of runs", after: nil)
        }
        // Only what bears our reference counts, should a server pay no heed to the filter.
        return list.filter { $0["client_ref"]?.text == lost.clientReference }
            .compactMap(run.report)
    }

    /// Only administrators can cancel, and the model goes on all the same.
    package func cancel(_ remote: RemoteRun) async throws -> Cancellation { .unsupported }

    package func upload(_ file: MediaUpload) async throws -> String {
        try await RunflowAssets(api: api, base: instance, errors: errors).upload(file)
    }

    package func check(_ callback: CallbackDelivery) async throws -> CallbackNews {
        try RunflowCallbacks(secrets: callbackSecrets).check(callback)
    }

    private var run: RunflowRun { RunflowRun(scrubber: api.scrubber) }

    private var errors: RunflowErrors { RunflowErrors(scrubber: api.scrubber) }

    private func get(_ path: String) async throws -> JSONValue {
        let response = try await api.ask(.get, instance + path)
        guard response.isSuccess else { throw errors.ofQuery(response) }
        return try api.json(response)
    }
}
