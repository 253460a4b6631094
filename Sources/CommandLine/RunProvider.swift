import DailiesGeneration
import DailiesHTTP
import DailiesLedger

/// The provider that a run was bought from, reached as the environment says.
struct RunProvider {
    private(set) var provider: any Provider
    private(set) var access: ProviderAccess

    /// - Throws: `UsageError` for a provider that isn't known; `ProviderAccess.InvalidAddress`.
    init(of run: RunRecord, environment: [String: String]) throws {
        guard let type = ProviderRegistry.named(run.provider) else {
            throw UsageError(
                "\(run.takeName) was bought from \(run.provider), which isn't known here")
        }
        access = try ProviderAccess(
            type.identity, environment: environment, client: HTTPClient())
        provider = type.init(access)
    }

    /// Reaches the providers of any runs, each for itself; the function returns `nil` for a run whose
    /// provider isn't known here or has no key.
    static func ofAnyRun(
        environment: [String: String]
    ) -> @Sendable (RunRecord) -> (any Provider)? {
        { run in
            let source = try? RunProvider(of: run, environment: environment)
            return source?.access.key == nil ? nil : source?.provider
        }
    }

    /// Checks whether the provider's address on this machine is that of a stand-in.
    mutating func detectStandIn() async {
        await access.detectStandIn()
        provider = type(of: provider).init(access)
    }
}
