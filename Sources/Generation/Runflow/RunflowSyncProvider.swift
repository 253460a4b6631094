import DailiesHTTP
import DailiesJSON

/// Runflow's older synchronous endpoint, whose response is the finished video.
///
/// The connection stays open while the model runs. There is no run to poll afterwards: a lost
/// response stays unknown, and a person decides. Use it only if the run API isn't available.
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
        let response = try await api.submit(
            "\(instance)/v1/run/\(request.endpoint)", request.input,
            timeout: Self.identity.submitTimeout
        ) { SynchronousRun.failure(errors.submitFailure($0)) }
        return try SynchronousRun(redactor: api.redactor).report(
            response, id: request.clientReference, file: RunflowRun.file)
    }

    package func upload(_ file: MediaUpload) async throws -> String {
        try await RunflowAssets(api: api, base: instance, errors: errors).upload(file)
    }

    private var errors: RunflowErrors { RunflowErrors(redactor: api.redactor) }
}
