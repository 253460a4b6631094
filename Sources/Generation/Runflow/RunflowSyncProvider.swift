import DailiesHTTP
import DailiesJSON

/// Runflow's older endpoint, which answers with the finished video or not at all.
///
/// The connection stays open for as long as the model works. There is no run to ask for afterwards:
/// an answer that is lost stays unknown, and a person decides. Choose it only where the run API
/// can't be used.
///
/// Source: runflow.io, the gallery's pages of both models.
package struct RunflowSyncProvider: SynchronousProvider {
    package static let identity = ProviderIdentity(
        name: "runflow-sync", title: "Runflow (older synchronous endpoint)",
        keyVariables: RunflowProvider.identity.keyVariables,
        addresses: RunflowProvider.identity.addresses, isSynchronous: true)

    package let instance: String
    let api: ProviderAPI

    package init(_ access: ProviderAccess) {
        instance = access.main
        api = ProviderAPI(access, credential: RunflowProvider.credential(access.key))
    }

    package func submit(_ request: GenerationRequest) async throws -> RunReport {
        let response = try await api.pay(
            "\(instance)/v1/run/\(request.endpoint)", request.input,
            patience: Self.identity.answerPatience)
        guard response.isSuccess else { throw errors.ofSubmit(response) }
        return try SynchronousRun(scrubber: api.scrubber).report(
            response, id: request.clientReference, file: RunflowRun.file)
    }

    package func upload(_ file: MediaUpload) async throws -> String {
        try await RunflowAssets(api: api, base: instance, errors: errors).upload(file)
    }

    private var errors: RunflowErrors { RunflowErrors(scrubber: api.scrubber) }
}
