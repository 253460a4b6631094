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
                standInPath: "/fal-run", backup: "https://falrun.com"),
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
            "\(instance)/\(request.endpoint)", request.input, patience: Self.identity.answerPatience
        )
        guard response.isSuccess else { throw refusal(response) }
        return try SynchronousRun(scrubber: api.scrubber).report(
            response, id: response.headers["x-fal-request-id"] ?? request.clientReference,
            file: FalResult.file)
    }

    package func upload(_ file: MediaUpload) async throws -> String {
        try await FalStorage(api: api, rest: rest, errors: errors).upload(file)
    }

    /// Without the queue a request is turned away while the account's runs take all its places.
    private func refusal(_ response: HTTPResponse) -> ProviderFailure {
        let failure = errors.ofSubmit(response)
        guard case .tryLater(let reason, let after) = failure else { return failure }
        return .bound(reason: reason, isCredit: false, after: after)
    }

    private var errors: FalErrors { FalErrors(scrubber: api.scrubber) }
}
