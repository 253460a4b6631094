import DailiesGeneration
import DailiesHTTP
import DailiesLedger

/// The provider that a run was bought from, reached as the environment says.
struct RunProvider {
    let provider: any Provider
    let access: ProviderAccess

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
}
