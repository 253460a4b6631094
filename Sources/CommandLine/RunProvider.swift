import DailiesGeneration
import DailiesHTTP
import DailiesLedger

/// The provider that a run was bought from, reached as the environment says.
struct RunProvider {
    let provider: any Provider
    let access: ProviderAccess

    /// - Throws: `UsageError` for a provider that isn't known; `ProviderAccess.InvalidAddress`.
    init(
        of run: RunRecord, environment: [String: String], allowsLoopback: Bool = false
    ) throws {
        let type = try Self.type(of: run)
        access = try ProviderAccess(
            type.identity, environment: environment, client: HTTPClient(),
            allowsLoopback: allowsLoopback)
        provider = type.init(access)
    }

    /// - Throws: `UsageError` for a provider that isn't known.
    static func type(of run: RunRecord) throws(UsageError) -> any Provider.Type {
        guard let type = ProviderRegistry.named(run.provider) else {
            throw UsageError(
                "\(run.takeName) was bought from \(run.provider), which isn't known here")
        }
        return type
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
}

extension ProviderAccess {
    /// The same access, after it was found out whether a stand-in answers at an address on this machine;
    /// another server there must be allowed.
    ///
    /// - Throws: `UsageError` for one that the user didn't allow.
    func settled() async throws -> ProviderAccess {
        var access = self
        await access.detectStandIn()
        guard access.isStandIn || allowsLoopback || !isLocal else {
            throw UsageError(
                "\(main) is on this machine, and no stand-in of ours answers there: for a mock "
                    + "or gateway of your own add --allow-loopback")
        }
        return access
    }
}
