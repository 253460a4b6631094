import DailiesAssembly
import DailiesCallbacks
import DailiesDownload
package import DailiesGeneration
package import DailiesHTTP
import DailiesLanding
import DailiesLedger
package import DailiesPlanning
import DailiesReporting
import DailiesThreads
import Foundation

/// One execution of our command on a plan: it buys what is missing, lands and verifies it, joins
/// the film and reports.
///
/// It may end at any instruction; the next session on the same folder goes on from the ledger.
package struct Session: Sendable {
    private let plan: Plan
    private let settings: SessionSettings
    private let provider: any Provider
    private let client: HTTPClient
    /// Whether the provider is a stand-in on this machine: nothing is ever paid.
    private let isStandIn: Bool
    private let emit: @Sendable (SessionEvent) -> Void
    private let wakes = WakeBoard()

    package init(
        plan: Plan,
        settings: SessionSettings,
        provider: any Provider,
        client: HTTPClient,
        isStandIn: Bool,
        emit: @escaping @Sendable (SessionEvent) -> Void
    ) {
        self.plan = plan
        self.settings = settings
        self.provider = provider
        self.client = client
        self.isStandIn = isStandIn
        self.emit = emit
    }

    /// Goes the whole road.
    ///
    /// - Throws: `SessionError`, `LedgerError`, or `CancellationError`; what single shots come to
    ///   is in the result.
    package func run() async throws -> SessionResult {
        try prepareFolder()
        let lock = try ProductionLock.take(settings.folder)
        settings.folder.sweep(title: plan.title)
        let ledger = try await openLedger()
        try await checkKind(ledger)
        emit(
            .began(
                title: plan.title, runs: plan.runs.map(\.name), quote: plan.quote,
                folder: settings.folder.path))

        let reconciliation = reconciliation(ledger)
        try await reconciliation.settleAll()
        let preparation = SoundPreparation(count: plan.runs.count)
        let outcomes: [RunOutcome]
        do {
            outcomes = try await callbackService(ledger).during { callbacks in
                try await shoot(ledger, reconciliation, preparation, callbacks)
            }
        } catch {
            await preparation.end()
            throw error
        }
        await preparation.end()
        let film = try await assemble(outcomes, ledger, preparation.ahead)
        let result = try await report(outcomes, film, ledger)
        _ = consume lock
        return result
    }

    private func prepareFolder() throws(SessionError) {
        do {
            try settings.folder.create()
        } catch {
            throw .folder(path: settings.folder.path, reason: error.description)
        }
    }

    private func openLedger() async throws -> Ledger {
        let path = settings.folder.ledger
        return try await onOwnThread(named: "open the ledger") { try Ledger(path: path) }
    }

    /// Rehearsed takes must never pass for bought ones, nor keep them from being bought.
    private func checkKind(_ ledger: Ledger) async throws {
        let kind = isStandIn ? "a rehearsal" : "bought takes"
        if let found = try await ledger.value("kind"), found != kind {
            throw SessionError.otherKind(path: settings.folder.path, found: found)
        }
        try await ledger.setValue("kind", kind)
        try await ledger.setValue("title", plan.title)
    }

    // MARK: Reconcile

    private func reconciliation(_ ledger: Ledger) -> Reconciliation {
        Reconciliation(
            ledger: ledger, provider: provider, isStandIn: isStandIn,
            absenceGrace: settings.pace.absenceGrace,
            submitPatience: isStandIn ? .zero : type(of: provider).identity.submitTimeout,
            now: { Int64(Date().timeIntervalSince1970 * 1_000_000) },
            pause: { try await Task.sleep(for: $0) },
            tell: { [emit] in emit(.note($0)) })
    }

    // MARK: Submit, download, verify

    /// Takes every run to its outcome, a few at a time, in film order; a run that starts with
    /// another's last picture follows it.
    private func shoot(
        _ ledger: Ledger, _ reconciliation: Reconciliation, _ preparation: SoundPreparation,
        _ callbacks: CallbackAddresses?
    ) async throws -> [RunOutcome] {
        let means = means(ledger, reconciliation, callbacks)
        let runs = plan.runs
        let places = Dictionary(
            zip(runs.map(\.name), runs.indices), uniquingKeysWith: { first, _ in first })
        return try await inOrder(
            count: runs.count, atOnce: settings.concurrency,
            after: { runs[$0].startsFrom.flatMap { places[$0] } }
        ) { index, previous in
            let outcome = try await RunStart(means: means).travel(runs[index], after: previous)
            if case .accepted(let take) = outcome {
                await preparation.accept(settings.folder.place(take.file), at: index)
            }
            return outcome
        }
    }

    private func callbackService(_ ledger: Ledger) -> CallbackService {
        CallbackService(settings: settings, ledger: ledger, provider: provider, wakes: wakes)
    }

    private func means(
        _ ledger: Ledger, _ reconciliation: Reconciliation, _ callbacks: CallbackAddresses?
    ) -> SessionMeans {
        let pause: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
        return SessionMeans(
            plan: plan, settings: settings, ledger: ledger, provider: provider,
            isStandIn: isStandIn,
            landing: TakeLanding(
                folder: settings.folder, ledger: ledger,
                downloader: Downloader(
                    client: client,
                    reach: isStandIn
                        ? .loopbackOnly
                        : settings.allowsLoopback ? .publicInternetOrLoopback : .publicInternet,
                    stallTimeout: settings.pace.fetchPatience),
                model: plan.model, acceptsFlagged: settings.acceptsFlagged, emit: emit),
            reconciliation: reconciliation,
            handover: MediaHandover(
                provider: provider,
                allowsDataURIs: plan.allowsDataURIs,
                retry: settings.pace.resubmit, pause: pause),
            gate: SubmitGate(),
            pacer: SubmitPacer(perMinute: settings.createsPerMinute, pause: pause),
            wakes: wakes, callbacks: callbacks, emit: emit, pause: pause)
    }

    // MARK: Assemble

    private func assemble(
        _ outcomes: [RunOutcome], _ ledger: Ledger, _ ahead: PreencodedSound
    ) async throws -> FilmAssembly.Result {
        try await FilmAssembly(
            plan: plan, folder: settings.folder, ledger: ledger, preencodedSound: ahead, emit: emit
        ).assemble(outcomes)
    }

    // MARK: Report

    private func report(
        _ outcomes: [RunOutcome], _ film: FilmAssembly.Result, _ ledger: Ledger
    ) async throws -> SessionResult {
        let report = try await ReportComposer(
            plan: plan, folder: settings.folder, ledger: ledger, isRehearsal: isStandIn
        ).compose(outcomes, film)
        try await ReportComposer.write(report, to: settings.folder)
        return SessionResult(outcomes: outcomes, report: report, folder: settings.folder)
    }
}
