import DailiesGeneration
import DailiesHTTP
import DailiesTestSupport
import Testing

/// How tests reach a provider that is played by a server on this machine.
enum Access {
    /// As a user's environment would lead there, with a key.
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
    /// The failure that a submit ends with; nothing is sent a second time.
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

/// A failure without its words.
enum FailureKind: Sendable {
    case tryLater, bound, refused, moderated, account, notFound, unknown
}

extension ProviderFailure {
    var kind: FailureKind {
        switch self {
        case .tryLater: .tryLater
        case .bound: .bound
        case .refused: .refused
        case .moderated: .moderated
        case .account: .account
        case .notFound: .notFound
        case .unknown: .unknown
        }
    }
}
