import DailiesHTTP
import DailiesJSON

/// fal without its queue: the connection stays open until the video is there.
///
/// fal repeats nothing for such a request and turns it away while the account's runs are at their
/// limit; an answer that is lost stays unknown. The queue is the better choice.
///
/// Source: fal.ai, *Synchronous requests*.
package struct FalSyncProvider: SynchronousProvider {
    package static let identity = ProviderIdentity(
        name: "fal-sync", title: "fal (synchronous)",
        keyVariables: FalProvider.identity.keyVariables,
        addresses: [
            ProviderIdentity.Address(
                "run", variable: "FAL_RUN_HOST", standard: "https://fal.run",
                standInPath: "/fal-run"),
            FalProvider.rest,
        ],
        isSynchronous: true)

    package let instance: String
    private let rest: String
    let api: ProviderAPI

    package init(_ access: ProviderAccess) {
        instance = access.main
        rest = access.addresses["rest"] ?? FalProvider.rest.standard
        api = ProviderAPI(access, credential: FalProvider.credential(access.key))
    }

    package func submit(_ request: GenerationRequest) async throws -> RunReport {
        let response = try await api.pay(
            "\(instance)/\(request.endpoint)", request.input, patience: SynchronousRun.patience)
        guard response.isSuccess else { throw errors.ofSubmit(response) }
        return try SynchronousRun(scrubber: api.scrubber).report(
            response, id: response.headers["x-fal-request-id"] ?? request.clientReference,
            file: FalResult.file)
    }

    package func upload(_ file: MediaUpload) async throws -> String {
        try await FalStorage(api: api, rest: rest, errors: errors).upload(file)
    }

    private var errors: FalErrors { FalErrors(scrubber: api.scrubber) }
}
