import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesMediaFilter
import DailiesPlanning
import DailiesProduction
import DailiesReporting
import DailiesShotList

/// Runs a session for `run` and `rehearse`: reads the list, reaches the provider, shows the progress
/// and prints the result.
struct SessionRunner {
    let options: SessionOptions
    let context: CommandContext
    /// Whether only a stand-in may be used.
    var requiresStandIn = false
    /// Whether servers on this machine that aren't stand-ins are allowed.
    var allowsLoopback = false

    /// Returns how a provider is reached; a stand-in reads the model files that the list names.
    typealias Reaching = (
        _ provider: any Provider.Type, _ client: HTTPClient, _ modelFiles: [String]
    ) throws -> ProviderAccess

    /// The exit codes of a session, for the help.
    static let exitCodes = """
        Exit 0 all delivered · 1 some shots failed · 2 wrong usage or a list with problems · 4 cap
        reached · 5 another session holds the production · 6 the provider refuses the account · 7 a
        submit's outcome is unknown · 129, 130, 143 stopped; nothing is lost.
        """

    /// - Parameter access: returns how a provider of the plan is reached.
    func run(access: Reaching) async throws -> ExitCode {
        do {
            let (code, event) = try await perform(access)
            await runHook(event)
            return code
        } catch {
            await runHook(written(Failure(error)))
            throw error
        }
    }

    /// The last event of a session that ended with an error, after it was written for programs.
    private func written(_ failure: Failure) -> JSONValue {
        let event = SessionSummary.event(for: failure)
        if options.writesJSON { context.console.event(event.line) }
        return event
    }

    /// Hands the result to the user's command.
    private func runHook(_ event: JSONValue) async {
        guard let hook = options.hook else { return }
        if let problem = await FinishHook(command: hook).run(event) {
            context.console.message("dailies: the command of --on-finish failed: \(problem)")
        }
    }

    private func perform(
        _ reach: Reaching
    ) async throws -> (ExitCode, JSONValue) {
        let preparation = try await options.list.prepare(environment: context.environment)
        guard let plan = preparation.plan else {
            preparation.printProblems(context.console, path: options.list.path)
            let text = preparation.summary(path: options.list.path)
            return (.usage, written(Failure(text: text, code: .usage)))
        }
        // Checked before anything is bought: without libavfilter the takes can't be verified.
        try FilterLibrary.check()
        let client = HTTPClient()
        let providers = try await providers(of: plan) {
            try reach($0, client, preparation.modelFiles)
        }
        guard let first = providers.first else {
            throw UsageError("the list has no run, and so no provider")
        }
        let presets = try PresetsFolder.find(environment: context.environment)
        let settings = try await settings(
            for: plan, providers, presets, preparation.session)
        let display = SessionDisplay.make(
            options, context,
            tally: await tally(of: plan, settings, isRehearsal: first.access.isStandIn))
        let drain = Drain()
        let session = Session(
            plan: plan,
            settings: settings,
            provider: first.provider,
            otherProviders: providers.dropFirst().map(\.provider),
            client: client,
            isStandIn: first.access.isStandIn,
            models: try presets.book().models,
            earlierProvider: RunProvider.ofAnyRun(
                environment: context.environment, allowsLoopback: allowsLoopback),
            drain: drain,
            emit: { display.show($0) })
        let interrupts = Interrupts()
        let result: SessionResult
        do {
            result = try await interrupts.stop(
                draining: drain,
                beforeEnding: {
                    display.finish()
                    let runs = try? await RunsUnderway(in: settings.folder)
                    guard let text = runs?.text else { return }
                    display.show(
                        .ending("stopped at once; \(text); the same command goes on from there"))
                }
            ) { [options] in
                try await withTimeLimit(
                    options.maximumRuntime(preparation.session), draining: drain
                ) {
                    try await session.run()
                }
            }
        } catch {
            display.finish()
            throw error
        }
        display.finish()
        let code = ExitCode(result, signal: interrupts.signal)
        let summary = SessionSummary(result: result, code: code)
        if !options.isQuiet || options.writesJSON || code != .success {
            summary.write(to: context.console, asJSON: options.writesJSON)
        }
        return (code, summary.event)
    }

    /// A tally that knows how long runs of the plan's models usually take; at a stand-in they take as
    /// long as it says.
    private func tally(
        of plan: Plan, _ settings: SessionSettings, isRehearsal: Bool
    ) async -> SessionTally {
        // A ledger that can't be read is an error of the session, which opens it too.
        let measured = (try? await RunTimes.medians(in: settings.folder)) ?? [:]
        let usual = isRehearsal ? [:] : plan.usualWaits(measured: measured)
        return SessionTally(
            schedule: RunSchedule(of: plan, concurrency: settings.concurrency),
            usual: usual.mapValues { .seconds($0) }, isRehearsal: isRehearsal)
    }

    /// A provider and how it is reached.
    private struct ReachedProvider {
        let type: any Provider.Type
        let access: ProviderAccess

        var name: String { type.identity.name }
        var provider: any Provider { type.init(access) }
    }

    /// The plan's providers, after it was found out where stand-ins answer.
    ///
    /// - Throws: `UsageError` if something else answers than the command needs, or if some are paid and
    ///   others are stand-ins.
    private func providers(
        of plan: Plan, _ access: (any Provider.Type) throws -> ProviderAccess
    ) async throws -> [ReachedProvider] {
        var providers: [ReachedProvider] = []
        for name in plan.providers {
            guard let type = ProviderRegistry.named(name) else {
                throw UsageError(
                    "the provider \(name) isn't known; known: "
                        + ProviderRegistry.names.joined(separator: ", "))
            }
            providers.append(
                ReachedProvider(type: type, access: try await reached(try access(type))))
        }
        let standIns = providers.filter { $0.access.isStandIn }.map(\.name)
        guard standIns.isEmpty || standIns.count == providers.count else {
            throw UsageError(
                "\(standIns.joined(separator: ", ")) is a stand-in, and others of the list's "
                    + "providers aren't: set the addresses of all to stand-ins, or of none")
        }
        return providers
    }

    private func reached(_ access: ProviderAccess) async throws -> ProviderAccess {
        guard requiresStandIn else { return try await access.settled() }
        var access = access
        await access.detectStandIn()
        guard access.isStandIn else {
            throw UsageError("no stand-in answers at \(access.main); start one: dailies stand-in")
        }
        return access
    }

    /// The settings of the session; before one that pays, the person at the terminal has agreed to it.
    private func settings(
        for plan: Plan, _ providers: [ReachedProvider], _ presets: PresetsFolder,
        _ preset: PresetSession
    ) async throws -> SessionSettings {
        let limits = try providers.map { try presets.limits(of: $0.name) }
        guard let limits = ProviderLimits.strictest(of: limits) else {
            throw UsageError("the list has no provider")
        }
        let access = providers.map(\.access)
        guard !access.allSatisfy(\.isStandIn) else {
            // A rehearsal costs nothing: the user's caps don't concern it.
            return try await options.settings(
                for: plan, limits: limits, access: access, user: UserSettings(),
                preset: preset)
        }
        let user = try UserSettings.read(environment: context.environment)
        var settings = try await options.settings(
            for: plan, limits: limits, access: access, user: user, preset: preset)
        if allowsLoopback { settings.repeatedOptions.append(RecordedList.loopbackOption) }
        settings.budget = UserSettings.budget(environment: context.environment)
        if settings.budget == nil {
            context.console.message(
                "neither HOME nor XDG_CONFIG_HOME is set: no settings are read, and only --cap holds"
            )
        }
        for provider in providers where provider.access.key == nil {
            throw MissingKey(
                provider.type.identity,
                alternative: "try the list for free: "
                    + shellLine("dailies", ["rehearse", options.list.path]))
        }
        try await PurchaseConfirmation(
            plan: plan, settings: settings, askAbove: user.askAbove,
            isFolderGiven: options.output.isGiven,
            isListOnInput: options.list.path == "-",
            saysYes: options.saysYes,
            console: context.console
        ).obtain()
        return settings
    }
}

extension ExitCode {
    /// The exit code of a session.
    ///
    /// - Parameter signal: the signal that asked it to end; `nil` if none did.
    init(_ result: SessionResult, signal: Int32?) {
        let code = ExitCode(result)
        // That a person is needed is more important than who ended the session.
        let isFinal = [.success, .accountRefused, .unknownSubmits].contains(code)
        self = isFinal ? code : signal.map(ExitCode.init(signal:)) ?? code
    }

    /// The exit code of a session that nobody stopped.
    init(_ result: SessionResult) {
        // That a run failed which the list doesn't need is no task for anybody.
        let leftovers = result.leftovers.filter {
            if case .failed = $0 { false } else { true }
        }
        // Without the shots that were left out there can't be a film.
        self.init(
            result.outcomes + leftovers,
            isComplete: result.report.film != nil || result.outcomes.contains(.leftOut))
    }

    /// The worst outcome decides, first those that need a person.
    ///
    /// - Parameter isComplete: whether what the runs were for is there.
    init(_ outcomes: [RunOutcome], isComplete: Bool) {
        var codes: Set<ExitCode> = []
        for outcome in outcomes {
            switch outcome {
            case .accepted, .leftOut: break
            case .failed, .open, .unavailable: codes.insert(.failed)
            case .unknown: codes.insert(.unknownSubmits)
            case .capReached: codes.insert(.capReached)
            case .accountRefused: codes.insert(.accountRefused)
            }
        }
        let order: [ExitCode] = [.accountRefused, .unknownSubmits, .capReached, .failed]
        self = order.first { codes.contains($0) } ?? (isComplete ? .success : .failed)
    }
}
