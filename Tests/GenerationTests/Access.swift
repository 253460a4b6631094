import DailiesGeneration
import DailiesHTTP
import DailiesTestSupport
import Testing

/// Access to a provider that is played by a server on this machine.
enum Access {
    /// Access as from a user's environment, with a key.
    static func of(
        _ provider: any Provider.Type, _ server: LoopbackServer, key: String,
        callbackSecrets: String = ""
    ) throws -> ProviderAccess {
        let identity = provider.identity
        var environment = [identity.keyVariables[0][0]: key]
        for address in identity.addresses { environment[address.variable] = server.baseURL }
        if let variable = identity.callbackSecretVariable {
            environment[variable] = callbackSecrets
        }
        return try ProviderAccess(identity, environment: environment, client: HTTPClient())
    }
}

extension Provider {
    /// The failure of a submit; expects that the request was sent once.
    func failure(
        ofSubmitting request: GenerationRequest, to server: LoopbackServer
    ) async throws -> ProviderFailure {
        let failure = try await #require(throws: ProviderFailure.self) {
            try await submit(request)
        }
        #expect(server.requests.count == 1)
        return failure
    }
}

/// A failure without its message.
enum FailureKind: Sendable {
    case retryable, unreachable, capacityExhausted, refused, modelUnavailable, moderated, account
    case notFound, alreadyAccepted, unknown
}

extension ProviderFailure {
    var kind: FailureKind {
        switch self {
        case .retryable: .retryable
        case .unreachable: .unreachable
        case .capacityExhausted: .capacityExhausted
        case .refused: .refused
        case .modelUnavailable: .modelUnavailable
        case .moderated: .moderated
        case .account: .account
        case .notFound: .notFound
        case .alreadyAccepted: .alreadyAccepted
        case .unknown: .unknown
        }
    }
}
