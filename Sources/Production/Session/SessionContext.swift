import DailiesGeneration
import DailiesLedger
import DailiesPlanning

/// The values and services that all runs of a session share.
///
/// A class, because every run that is under way has it in many frames of its task: as a structure it would
/// be copied into each.
final class SessionContext: Sendable {
    let plan: Plan
    let settings: SessionSettings
    let ledger: Ledger
    let histories: RunHistories
    let claims: RunClaims
    let server: ServerTraits
    let landing: TakeLanding
    let wakeUps: WakeUps
    let emit: @Sendable (SessionEvent) -> Void
    let drain: Drain
    let pause: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

    init(
        plan: Plan, settings: SessionSettings, ledger: Ledger, histories: RunHistories,
        claims: RunClaims, server: ServerTraits, landing: TakeLanding, wakeUps: WakeUps,
        emit: @escaping @Sendable (SessionEvent) -> Void, drain: Drain
    ) {
        self.plan = plan
        self.settings = settings
        self.ledger = ledger
        self.histories = histories
        self.claims = claims
        self.server = server
        self.landing = landing
        self.wakeUps = wakeUps
        self.emit = emit
        self.drain = drain
    }

    /// Waits before a submit; the wait ends early if nothing more is submitted.
    @Sendable func pauseBeforeSubmit(_ duration: Duration) async throws {
        let rest = settings.submitDeadline.map {
            max(.zero, ContinuousClock.now.duration(to: $0.instant))
        }
        try await drain.wait { [pause] in try await pause(min(duration, rest ?? duration)) }
    }
}

/// The values and services that a session's runs at one provider share.
final class ProviderContext: Sendable {
    let session: SessionContext
    let provider: any Provider
    let reconciliation: Reconciliation
    let uploader: MediaUploader
    let gate: SubmitGate
    /// Limits how many runs are executed at once at the provider.
    let permits: AsyncSemaphore
    let pacer: SubmitPacer

    init(_ provider: any Provider, _ reconciliation: Reconciliation, _ session: SessionContext) {
        let settings = session.settings
        self.session = session
        self.provider = provider
        self.reconciliation = reconciliation
        uploader = MediaUploader(
            provider: provider, retry: settings.pace.resubmit, pause: session.pause)
        gate = SubmitGate()
        permits = AsyncSemaphore(settings.concurrency)
        pacer = SubmitPacer(
            perMinute: settings.createsPerMinute, pause: session.pauseBeforeSubmit)
    }
}
