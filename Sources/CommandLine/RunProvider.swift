import DailiesGeneration
import DailiesHTTP
import DailiesLedger

/// The provider that a run was bought from, reached as the environment says.
struct RunProvider {
    private(set) var provider: any Provider
    private(set) var access: ProviderAccess

    /// - Throws: `UsageError` for a provider that isn't known; `ProviderAccess.InvalidAddress`.
    init(
        of run: RunRecord, environment: [String: String], allowsLoopback: Bool = false
    ) throws {
        guard let type = ProviderRegistry.named(run.provider) else {
            throw UsageError(
                "\(run.takeName) was bought from \(run.provider), which isn't known here")
        }
        access = try ProviderAccess(
            type.identity, environment: environment, client: HTTPClient(),
            allowsLoopback: allowsLoopback)
        provider = type.init(access)
    }

    /// Reaches the providers of any runs, each for itself; the function returns `nil` for a run whose
    /// provider isn't known here or has no key.
    static func ofAnyRun(
        environment: [String: String], allowsLoopback: Bool = false
    ) -> @Sendable (RunRecord) -> (any Provider)? {
        { run in
            let source = try? RunProvider(
                of: run, environment: environment, allowsLoopback: allowsLoopback)
            return source?.access.key == nil ? nil : source?.provider
        }
    }

    /// Checks what answers at an address on this machine.
    ///
    /// - Throws: `UsageError` for a server that the user didn't allow.
    mutating func settle() async throws(UsageError) {
        try await access.settle()
        provider = type(of: provider).init(access)
    }
}

extension ProviderAccess {
    /// Finds out whether a stand-in answers at an address on this machine; another server there must be
    /// allowed.
    ///
    /// - Throws: `UsageError` for one that the user didn't allow.
    mutating func settle() async throws(UsageError) {
        await detectStandIn()
        guard isStandIn || allowsLoopback || !isLocal else {
            throw UsageError(
                "\(main) is on this machine, and no stand-in of ours answers there: for a mock "
                    + "or gateway of your own add --allow-loopback")
        }
    }
}
