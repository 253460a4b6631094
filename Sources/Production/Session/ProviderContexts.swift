import DailiesGeneration
import DailiesLedger
import DailiesPlanning

/// The contexts of a session's runs, one for each provider that the session buys from.
struct ProviderContexts: Sendable {
    let session: SessionContext
    let all: [ProviderContext]

    /// The context of a planned run; `nil` if the session doesn't buy from its provider.
    func context(of run: PlannedRun) -> ProviderContext? { context(ofProvider: run.provider) }

    /// The context of a run of the ledger; `nil` if it was bought from another server than those of the
    /// session.
    func context(of run: RunRecord) -> ProviderContext? {
        context(ofProvider: run.provider).flatMap {
            $0.provider.instance == run.instance ? $0 : nil
        }
    }

    private func context(ofProvider name: String) -> ProviderContext? {
        all.first { type(of: $0.provider).identity.name == name }
    }
}
