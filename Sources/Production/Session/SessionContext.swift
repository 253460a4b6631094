import DailiesCallbacks
import DailiesGeneration
import DailiesLedger
import DailiesPlanning

/// What all runs of a session share.
struct SessionMeans: Sendable {
    let plan: Plan
    let settings: SessionSettings
    let ledger: Ledger
    let provider: any Provider
    /// Whether the provider is a stand-in on this machine: nothing is ever paid.
    let isStandIn: Bool
    let landing: TakeLanding
    let reconciliation: Reconciliation
    let handover: MediaHandover
    let gate: SubmitGate
    let pacer: SubmitPacer
    let wakes: WakeBoard
    /// How providers are to call back; `nil` where they need not.
    let callbacks: CallbackAddresses?
    let emit: @Sendable (SessionEvent) -> Void
    let pause: @Sendable (Duration) async throws -> Void
}
