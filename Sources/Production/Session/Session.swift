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
    /// The provider of the first run; all providers are paid, or all are stand-ins.
    let provider: any Provider
    /// The other providers that runs are bought from.
    let otherProviders: [any Provider]
    let client: HTTPClient
    let server: ServerTraits
    /// Every model profile, for takes of earlier lists.
    private let models: [String: ModelProfile]
    private let earlierProvider: @Sendable (RunRecord) -> (any Provider)?
    let drain: Drain
    let progress: SessionProgress
    let emit: @Sendable (SessionEvent) -> Void
    private let wakeUps = WakeUps()

    /// - Parameters:
    ///   - provider: the provider of the first run, or any one if nothing is bought.
    ///   - otherProviders: the other providers that the plan's runs may be bought from.
    ///   - isStandIn: whether the providers are stand-ins on this machine.
    ///   - models: the model profiles by id, for takes of earlier lists.
    ///   - earlierProvider: the provider that a run of an earlier session was bought from; `nil` if it
    ///     can't be reached.
    ///   - drain: asks the session to end.
    package init(
        plan: Plan,
        settings: SessionSettings,
        provider: any Provider,
        otherProviders: [any Provider] = [],
        client: HTTPClient,
        isStandIn: Bool,
        models: [String: ModelProfile] = [:],
        earlierProvider: @escaping @Sendable (RunRecord) -> (any Provider)? = { _ in nil },
        drain: Drain = Drain(),
        emit: @escaping @Sendable (SessionEvent) -> Void
    ) {
        self.plan = plan
        self.settings = settings
        self.provider = provider
        self.otherProviders = otherProviders
        self.client = client
        server = ServerTraits(isStandIn: isStandIn)
        self.models = models.merging(plan.models) { $1 }
        self.earlierProvider = earlierProvider
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
        if lock.isAlone { settings.folder.removeTemporaryFiles(title: plan.title) }
        let ledger = try await settings.folder.openLedger()
        await ledger.tellOutages { [emit] in emit(.note($0)) }
        try await checkKind(ledger)
        try await openBudget(ledger)
        try await ledger.setValue("title", plan.title)
        try await ledger.setList(list)
        try await ledger.setOutline(ReportOutline(plan))
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
        let claims = RunClaims(ledger: ledger, pace: settings.pace, drain: drain, emit: emit)
        let result = try await whileReporting(ledger, claims) {
            let contexts = contexts(ledger, claims)
            try await settleAll(contexts)
            let hasFilm = try await FilmAssembly.hasFilm(plan, ledger)
            let sound = SoundPreparation(
                count: plan.runs.count, isNeeded: settings.film.copiesSound && !hasFilm)
            let (outcomes, leftovers) = try await sound.endingAfter {
                try await submitDownloadVerify(contexts, ledger, sound)
            }
            // Another session that has the same takes makes the same film.
            let joined = try await claims.whileClaimed(Self.filmClaim) {
                try await assembleIntact(outcomes, contexts, ledger, sound.ahead)
            }
            let (intact, film) =
                joined ?? (outcomes, FilmAssembly.Result(problem: "another session joins it"))
            return (intact, leftovers, film)
        }
        _ = consume lock
        return result
    }

    /// The name under which a session claims the film; no run is called so.
    private static let filmClaim = "the film"

    // MARK: Open

    /// The list that the session works on.
    var list: RecordedList {
        RecordedList(plan, path: settings.list, options: settings.repeatedOptions)
    }

    func createFolder() throws(SessionError) {
        do {
            try settings.folder.create()
        } catch {
            throw .folder(path: settings.folder.path, reason: error.description)
        }
        try settings.folder.requireWritable()
    }

    /// Keeps rehearsed and bought takes apart: a rehearsed take must never count as bought.
    func checkKind(_ ledger: Ledger) async throws {
        let kind: ProductionKind = server.isPaid ? .bought : .rehearsal
        if let value = try await ledger.kindValue() {
            let path = settings.folder.path
            guard let found = ProductionKind(ledgerValue: value) else {
                throw SessionError.folder(
                    path: path, reason: "its ledger has the unknown kind \"\(value)\"")
            }
            guard found == kind else { throw SessionError.otherKind(path: path, found: found) }
        }
        try await ledger.setKind(kind)
    }

    // MARK: Reconcile

    /// Settles every submit of which it isn't known whether it was accepted.
    func settleAll(_ contexts: ProviderContexts) async throws {
        for context in contexts.all { try await context.reconciliation.settleAll() }
    }

    /// - Parameter searches: when this process first searched for each run, at whichever provider.
    private func reconciliation(
        _ ledger: Ledger, at provider: any Provider, _ claims: RunClaims,
        _ searches: SearchTimes = SearchTimes()
    ) -> Reconciliation {
        Reconciliation(
            ledger: ledger, claims: claims, provider: provider, server: server,
            pace: settings.pace, searches: searches,
            pause: { [drain] duration in
                try await drain.wait { try await Task.sleep(for: duration) }
            },
            isEnding: { [drain] in drain.isRequested },
            notify: { [emit] in emit(.note($0)) })
    }

    // MARK: Submit, download, verify

    /// Executes every run until its outcome is known, in film order, at most `concurrency` at once at
    /// each provider; a run that starts with another run's last picture waits for that run.
    private func submitDownloadVerify(
        _ contexts: ProviderContexts, _ ledger: Ledger, _ sound: SoundPreparation
    ) async throws -> ([RunOutcome], [Leftovers.Outcome]) {
        let callbacks = CallbackService(
            settings: settings, ledger: ledger, providers: [provider] + otherProviders,
            wakeUps: wakeUps)
        return try await callbacks.whileReceiving { addresses in
            let leftovers = leftovers(contexts)
            async let shortLived = leftovers.followShortLived()
            let outcomes = try await execute(
                plan.runs, RunStart(contexts: contexts, callbacks: addresses), sound)
            let early = try await shortLived
            return (outcomes, try await early + leftovers.follow())
        }
    }

    func leftovers(_ contexts: ProviderContexts) -> Leftovers {
        let session = contexts.session
        return Leftovers(
            contexts: contexts, provider: earlierProvider,
            reconciliation: { self.reconciliation(session.ledger, at: $0, session.claims) })
    }

    private func execute(
        _ runs: [PlannedRun], _ start: RunStart, _ sound: SoundPreparation
    ) async throws -> [RunOutcome] {
        let indices = Dictionary(
            zip(runs.map(\.name), runs.indices), uniquingKeysWith: { first, _ in first })
        let session = start.contexts.session
        let isShared = session.ledger.isShared
        let permits = AsyncSemaphore(settings.concurrency * (1 + otherProviders.count))
        return try await orderedResults(
            // A run that waits for its own provider, or for another session, keeps no other one waiting.
            count: runs.count,
            atOnce: otherProviders.isEmpty && !isShared ? settings.concurrency : runs.count,
            first: try await unlandedShortLived(runs, session.ledger),
            after: { runs[$0].startsFrom.flatMap { indices[$0] } }
        ) { index, previous in
            let run = runs[index]
            let outcome =
                try await session.claims.whileClaimed(run.name, permits: isShared ? permits : nil) {
                    try await start.execute(run, after: previous)
                } ?? .open(reason: "another session works on it")
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
        _ runs: [PlannedRun], _ ledger: Ledger
    ) async throws -> Set<Int> {
        var found: Set<Int> = []
        for run in try await ledger.runs() where run.hasShortLivedFile {
            guard run.isUnfinished(try await ledger.take(of: run)) else { continue }
            found.formUnion(runs.indices.filter { run.mayBelong(to: runs[$0]) })
        }
        return found
    }

    /// The contexts of the session's providers.
    func contexts(_ ledger: Ledger, _ claims: RunClaims) -> ProviderContexts {
        let histories = RunHistories(
            ledger: ledger, folder: settings.folder, plan: plan,
            acceptsFlagged: settings.acceptsFlagged)
        let landing = TakeLanding(
            folder: settings.folder, ledger: ledger,
            downloader: Downloader(
                client: client,
                reach: server.isLocal
                    ? .loopbackOnly
                    : settings.allowsLoopback ? .publicInternetOrLoopback : .publicInternet,
                stallTimeout: settings.pace.stallTimeout),
            models: models, acceptsFlagged: settings.acceptsFlagged,
            kind: server.isPaid ? .bought : .rehearsal,
            continuedRuns: Set(plan.runs.compactMap(\.startsFrom)), emit: emit)
        let context = SessionContext(
            plan: plan, settings: settings, ledger: ledger, histories: histories, claims: claims,
            server: server, landing: landing, wakeUps: wakeUps, emit: emit, drain: drain)
        let searches = SearchTimes()
        return ProviderContexts(
            session: context,
            all: ([provider] + otherProviders).map { provider in
                ProviderContext(
                    provider, reconciliation(ledger, at: provider, claims, searches), context)
            })
    }

    // MARK: Assemble

    /// Joins the takes; a take whose file was changed since it landed is downloaded again first, which
    /// costs nothing.
    private func assembleIntact(
        _ outcomes: [RunOutcome], _ contexts: ProviderContexts, _ ledger: Ledger,
        _ ahead: PreencodedSound
    ) async throws -> ([RunOutcome], FilmAssembly.Result) {
        var outcomes = outcomes
        var fetched: Set<Int64> = []
        while true {
            let film = try await assemble(outcomes, ledger, ahead)
            guard let take = film.changedTake, fetched.insert(take.run.id).inserted,
                !drain.isRequested
            else { return (outcomes, film) }
            emit(
                .note(
                    "\(take.run.takeName): its file is no longer the one that landed; it is kept as "
                        + "\(settings.folder.changedFile(take.run.takeName)), and downloaded again")
            )
            try settings.folder.setAside(take)
            let again = try await leftovers(contexts).follow([take.run]).map(\.outcome)
            outcomes = outcomes.map { outcome in
                outcome.take?.run.id == take.run.id ? again.first ?? outcome : outcome
            }
        }
    }

    private func assemble(
        _ outcomes: [RunOutcome], _ ledger: Ledger, _ ahead: PreencodedSound
    ) async throws -> FilmAssembly.Result {
        try await FilmAssembly(
            plan: plan, settings: settings.film, folder: settings.folder, ledger: ledger,
            preencodedSound: ahead, disclosure: settings.disclosure,
            makesPartialFilm: settings.makesPartialFilm, isRehearsal: !server.isPaid, emit: emit
        ).assemble(outcomes)
    }
}
