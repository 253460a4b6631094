import DailiesAssembly
import DailiesCallbacks
import DailiesDownload
package import DailiesGeneration
package import DailiesHTTP
import DailiesLanding
package import DailiesLedger
package import DailiesPlanning
package import DailiesShotList
import DailiesThreads
import Foundation

/// One execution of our command on a plan: submits the missing runs, downloads and verifies their
/// takes, assembles the film and writes the report.
///
/// The process may end at any instruction; the next session in the same folder continues from the
/// ledger.
package struct Session: Sendable {
    let plan: Plan
    let settings: SessionSettings
    let provider: any Provider
    let client: HTTPClient
    let server: ServerTraits
    /// Every model profile, for takes of earlier lists.
    private let models: [String: ModelProfile]
    private let otherProvider: @Sendable (RunRecord) -> (any Provider)?
    let drain: Drain
    let progress: SessionProgress
    let emit: @Sendable (SessionEvent) -> Void
    private let wakeUps = WakeUps()

    /// - Parameters:
    ///   - isStandIn: whether the provider is a stand-in on this machine.
    ///   - models: the model profiles by id, for takes of earlier lists.
    ///   - otherProvider: the provider that a run of an earlier session was bought from; `nil` if it
    ///     can't be reached.
    ///   - drain: asks the session to end.
    package init(
        plan: Plan,
        settings: SessionSettings,
        provider: any Provider,
        client: HTTPClient,
        isStandIn: Bool,
        models: [String: ModelProfile] = [:],
        otherProvider: @escaping @Sendable (RunRecord) -> (any Provider)? = { _ in nil },
        drain: Drain = Drain(),
        emit: @escaping @Sendable (SessionEvent) -> Void
    ) {
        self.plan = plan
        self.settings = settings
        self.provider = provider
        self.client = client
        server = ServerTraits(isStandIn: isStandIn)
        self.models = models
        self.otherProvider = otherProvider
        self.drain = drain
        let progress = SessionProgress()
        self.progress = progress
        self.emit = { event in
            progress.record(event)
            emit(event)
        }
    }

    /// Runs every stage in order.
    ///
    /// - Throws: `SessionError`, `LedgerError`, or `CancellationError`; the outcomes of single runs
    ///   are in the result.
    package func run() async throws -> SessionResult {
        try createFolder()
        let lock = try ProductionLock.acquire(settings.folder)
        settings.folder.removeTemporaryFiles(title: plan.title)
        let ledger = try await settings.folder.openLedger()
        try await checkKind(ledger)
        try await openBudget(ledger)
        try await ledger.setValue("title", plan.title)
        try await ledger.setPlannedRuns(plan, list: settings.list)
        try await ledger.beginSession()
        emit(
            .began(
                title: plan.title, runs: plan.runs.map(\.name), quote: plan.quote,
                folder: settings.folder.path))
        if !plan.quote.isComplete {
            emit(
                .note(
                    "the price of some runs isn't known: no cap counts them before the provider "
                        + "reports what they cost"))
        }
        let result = try await whileReporting(ledger) {
            let reconciliation = reconciliation(ledger, at: provider)
            try await reconciliation.settleAll()
            let sound = SoundPreparation(
                count: plan.runs.count, isNeeded: try await !FilmAssembly.hasFilm(plan, ledger))
            let (outcomes, leftovers) = try await sound.endingAfter {
                try await submitDownloadVerify(ledger, reconciliation, sound)
            }
            let (intact, film) = try await assembleIntact(
                outcomes, context(ledger, reconciliation, nil), sound.ahead)
            return (intact, leftovers, film)
        }
        _ = consume lock
        return result
    }

    // MARK: Open

    func createFolder() throws(SessionError) {
        do {
            try settings.folder.create()
        } catch {
            throw .folder(path: settings.folder.path, reason: error.description)
        }
        guard access(settings.folder.path, W_OK) == 0 else {
            throw .folder(path: settings.folder.path, reason: String(cString: strerror(errno)))
        }
    }

    /// Keeps rehearsed and bought takes apart: a rehearsed take must never count as bought.
    func checkKind(_ ledger: Ledger) async throws {
        let kind: ProductionKind = server.isPaid ? .bought : .rehearsal
        if let value = try await ledger.value("kind") {
            let path = settings.folder.path
            guard let found = ProductionKind(ledgerValue: value) else {
                throw SessionError.folder(
                    path: path, reason: "its ledger has the unknown kind \"\(value)\"")
            }
            guard found == kind else { throw SessionError.otherKind(path: path, found: found) }
        }
        try await ledger.setValue("kind", kind.rawValue)
    }

    // MARK: Reconcile

    func reconciliation(
        _ ledger: Ledger, at provider: any Provider
    ) -> Reconciliation {
        Reconciliation(
            ledger: ledger, provider: provider, server: server, pace: settings.pace,
            pause: { [drain] duration in
                try await drain.wait { try await Task.sleep(for: duration) }
            },
            isEnding: { [drain] in drain.isRequested },
            notify: { [emit] in emit(.note($0)) })
    }

    // MARK: Submit, download, verify

    /// Executes every run until its outcome is known, at most `concurrency` at once, in film order; a
    /// run that starts with another run's last picture waits for that run.
    private func submitDownloadVerify(
        _ ledger: Ledger, _ reconciliation: Reconciliation, _ sound: SoundPreparation
    ) async throws -> ([RunOutcome], [Leftovers.Outcome]) {
        let callbacks = CallbackService(
            settings: settings, ledger: ledger, provider: provider, wakeUps: wakeUps)
        return try await callbacks.whileReceiving { addresses in
            let context = context(ledger, reconciliation, addresses)
            let leftovers = leftovers(context)
            async let shortLived = leftovers.followShortLived()
            let outcomes = try await execute(plan.runs, context, sound)
            let early = try await shortLived
            return (outcomes, try await early + leftovers.follow())
        }
    }

    func leftovers(_ context: SessionContext) -> Leftovers {
        Leftovers(
            context: context, provider: otherProvider,
            reconciliation: { self.reconciliation(context.ledger, at: $0) })
    }

    private func execute(
        _ runs: [PlannedRun], _ context: SessionContext, _ sound: SoundPreparation
    ) async throws -> [RunOutcome] {
        let indices = Dictionary(
            zip(runs.map(\.name), runs.indices), uniquingKeysWith: { first, _ in first })
        return try await orderedResults(
            count: runs.count, atOnce: settings.concurrency,
            first: try await unlandedShortLived(runs, context),
            after: { runs[$0].startsFrom.flatMap { indices[$0] } }
        ) { index, previous in
            let outcome = try await RunStart(context: context).execute(
                runs[index], after: previous)
            progress.record(outcome, of: runs[index].name)
            if let take = outcome.take {
                await sound.accept(settings.folder.place(take.file), at: index)
            }
            return outcome
        }
    }

    /// The indices of the planned runs that an earlier session bought and hasn't downloaded, from a
    /// provider that keeps files for a short time only: they come before anything new is bought.
    private func unlandedShortLived(
        _ runs: [PlannedRun], _ context: SessionContext
    ) async throws -> Set<Int> {
        var found: Set<Int> = []
        for run in try await context.ledger.runs() where run.hasShortLivedFile {
            guard run.isUnfinished(try await context.ledger.take(of: run)) else { continue }
            found.formUnion(runs.indices.filter { run.mayBelong(to: runs[$0]) })
        }
        return found
    }

    func context(
        _ ledger: Ledger, _ reconciliation: Reconciliation, _ callbacks: CallbackAddresses?
    ) -> SessionContext {
        let pause: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
        let deadline = settings.submitDeadline
        let pauseBeforeSubmit: @Sendable (Duration) async throws -> Void = { [drain] duration in
            let rest = deadline.map { max(.zero, ContinuousClock.now.duration(to: $0)) }
            try await drain.wait { try await pause(min(duration, rest ?? duration)) }
        }
        return SessionContext(
            plan: plan, settings: settings, ledger: ledger,
            histories: RunHistories(
                ledger: ledger, folder: settings.folder, plan: plan,
                acceptsFlagged: settings.acceptsFlagged),
            provider: provider, server: server,
            landing: TakeLanding(
                folder: settings.folder, ledger: ledger,
                downloader: Downloader(
                    client: client,
                    reach: server.isLocal
                        ? .loopbackOnly
                        : settings.allowsLoopback ? .publicInternetOrLoopback : .publicInternet,
                    stallTimeout: settings.pace.stallTimeout),
                model: plan.model, models: models, acceptsFlagged: settings.acceptsFlagged,
                kind: server.isPaid ? .bought : .rehearsal,
                continuedRuns: Set(plan.runs.compactMap(\.startsFrom)), emit: emit),
            reconciliation: reconciliation,
            uploader: MediaUploader(
                provider: provider,
                dataURILimit: plan.dataURILimit,
                retry: settings.pace.resubmit, pause: pause),
            gate: SubmitGate(),
            pacer: SubmitPacer(perMinute: settings.createsPerMinute, pause: pauseBeforeSubmit),
            wakeUps: wakeUps, callbacks: callbacks, emit: emit, drain: drain, pause: pause,
            pauseBeforeSubmit: pauseBeforeSubmit)
    }

    // MARK: Assemble

    /// Joins the takes; a take whose file was changed since it landed is downloaded again first, which
    /// costs nothing.
    private func assembleIntact(
        _ outcomes: [RunOutcome], _ context: SessionContext, _ ahead: PreencodedSound
    ) async throws -> ([RunOutcome], FilmAssembly.Result) {
        var outcomes = outcomes
        var fetched: Set<Int64> = []
        while true {
            let film = try await assemble(outcomes, context.ledger, ahead)
            guard let take = film.changedTake, fetched.insert(take.run.id).inserted,
                !drain.isRequested
            else { return (outcomes, film) }
            emit(
                .note(
                    "\(take.run.takeName): its file is no longer the one that landed; it is kept as "
                        + "\(settings.folder.changedFile(take.run.takeName)), and downloaded again")
            )
            try settings.folder.setAside(take)
            let again = try await leftovers(context).follow([take.run]).map(\.outcome)
            outcomes = outcomes.map { outcome in
                outcome.take?.run.id == take.run.id ? again.first ?? outcome : outcome
            }
        }
    }

    private func assemble(
        _ outcomes: [RunOutcome], _ ledger: Ledger, _ ahead: PreencodedSound
    ) async throws -> FilmAssembly.Result {
        try await FilmAssembly(
            plan: plan, folder: settings.folder, ledger: ledger, preencodedSound: ahead,
            makesPartialFilm: settings.makesPartialFilm, emit: emit
        ).assemble(outcomes)
    }
}
