import DailiesHTTP
import DailiesJSON

/// fal's synchronous endpoint, without its queue: the connection stays open until the video is
/// finished.
///
/// fal doesn't retry such a request, and refuses it while the account is at its concurrency limit;
/// a lost response stays unknown. Prefer the queue.
///
/// Source: fal.ai, *Synchronous requests*.
package struct FalSyncProvider: SynchronousProvider {
    package static let identity = ProviderIdentity(
        name: "fal-sync", title: "fal (synchronous)",
        keyVariables: FalProvider.identity.keyVariables,
        addresses: [
            ProviderIdentity.Address(
                "run", variable: "FAL_RUN_HOST", defaultURL: "https://fal.run",
                standInPath: "/fal-run", backupURL: "https://falrun.com"),
            FalProvider.rest,
        ],
        isSynchronous: true)

    package let instance: String
    private let rest: String
    let api: ProviderAPI

    package init(_ access: ProviderAccess) {
        instance = access.main
        rest = access.addresses["rest"] ?? FalProvider.rest.defaultURL
        api = ProviderAPI(access, credential: FalProvider.credential(access.key))
    }

    package func submit(_ request: GenerationRequest) async throws -> RunReport {
        let response = try await api.submit(
            "\(instance)/\(request.endpoint)", request.input,
            timeout: Self.identity.submitTimeout, failure: submitFailure)
        return try SynchronousRun(redactor: api.redactor).report(
            response, id: response.headers["x-fal-request-id"] ?? request.clientReference,
            file: FalResult.file)
    }

    package func upload(_ file: MediaUpload) async throws -> String {
        try await FalStorage(api: api, rest: rest, errors: errors).upload(file)
    }

    /// Without the queue, 429 means that the account is at its concurrency limit.
    private func submitFailure(_ response: HTTPResponse) -> ProviderFailure {
        let failure = SynchronousRun.failure(errors.submitFailure(response))
        guard case .retryable(let reason, let after) = failure else { return failure }
        return .capacityExhausted(reason: reason, isCredit: false, after: after)
    }

    private var errors: FalErrors { FalErrors(redactor: api.redactor) }
}
