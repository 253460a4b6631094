import DailiesCallbacks
import DailiesGeneration
import DailiesLedger
import DailiesPlanning

/// The values and services that a session's runs at one provider share.
struct SessionContext: Sendable {
    let plan: Plan
    let settings: SessionSettings
    let ledger: Ledger
    let histories: RunHistories
    let claims: RunClaims
    var provider: any Provider
    let server: ServerTraits
    let landing: TakeLanding
    var reconciliation: Reconciliation
    let uploader: MediaUploader
    let gate: SubmitGate
    /// Limits how many runs are executed at once at the provider.
    let permits: AsyncSemaphore
    let pacer: SubmitPacer
    let wakeUps: WakeUps
    /// The addresses for callbacks; `nil` if the session uses none.
    var callbacks: CallbackAddresses?
    let emit: @Sendable (SessionEvent) -> Void
    let drain: Drain
    let pause: @Sendable (Duration) async throws -> Void
    /// Waits before a submit; the wait ends early if nothing more is submitted.
    let pauseBeforeSubmit: @Sendable (Duration) async throws -> Void
}
