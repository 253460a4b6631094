import DailiesCallbacks
import DailiesGeneration
import DailiesLedger
import DailiesPlanning

/// The contexts of a session's runs, one for each provider that the session buys from.
struct ProviderContexts: Sendable {
    /// That of the list's first provider, which also stands for what concerns no provider.
    let first: SessionContext
    /// Those of the other providers.
    private let others: [SessionContext]

    init(first: SessionContext, others: [SessionContext]) {
        self.first = first
        self.others = others
    }

    var all: [SessionContext] { [first] + others }

    /// The same contexts with addresses for callbacks; `nil` for none.
    func receiving(callbacks: CallbackAddresses?) -> ProviderContexts {
        func context(_ context: SessionContext) -> SessionContext {
            var copy = context
            copy.callbacks = callbacks
            return copy
        }
        return ProviderContexts(first: context(first), others: others.map(context))
    }

    /// The context of a planned run; `nil` if the session doesn't buy from its provider.
    func context(of run: PlannedRun) -> SessionContext? { context(ofProvider: run.provider) }

    /// The context of a run of the ledger; `nil` if it was bought from another server than those of the
    /// session.
    func context(of run: RunRecord) -> SessionContext? {
        context(ofProvider: run.provider).flatMap {
            $0.provider.instance == run.instance ? $0 : nil
        }
    }

    private func context(ofProvider name: String) -> SessionContext? {
        all.first { type(of: $0.provider).identity.name == name }
    }
}
