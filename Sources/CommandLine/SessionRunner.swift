import DailiesGeneration
import DailiesHTTP
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

    /// The exit codes of a session, for the help.
    static let exitCodes = """
        Exit 0 all delivered · 1 some shots failed · 2 wrong usage or a list with problems · 4 cap
        reached · 5 another session holds the production · 6 the provider refuses the account · 7 a
        submit's outcome is unknown · 129, 130, 143 stopped; nothing is lost.
        """

    /// - Parameter access: returns how the plan's provider is reached.
    func run(
        access: (any Provider.Type, HTTPClient) throws -> ProviderAccess
    ) async throws -> ExitCode {
        let preparation = try await options.list.prepare(environment: context.environment)
        guard let plan = preparation.plan, let type = ProviderRegistry.named(plan.provider) else {
            preparation.printProblems(context.console, path: options.list.path)
            return .usage
        }
        let client = HTTPClient()
        var access = try access(type, client)
        await access.detectStandIn()
        guard access.isStandIn || !requiresStandIn else {
            throw UsageError("no stand-in answers at \(access.main); start one: dailies stand-in")
        }
        guard access.isStandIn || access.allowsLoopback || !access.isLocal else {
            throw UsageError(
                "\(access.main) is on this machine, and no stand-in of ours answers there: for a mock "
                    + "or gateway of your own add --allow-loopback")
        }
        let presets = try PresetsFolder.find(environment: context.environment)
        let settings = try options.settings(
            for: plan, limits: try presets.limits(of: plan.provider), access: access)
        if !access.isStandIn { try await confirmPurchases(of: plan, in: settings.folder) }
        guard access.key != nil || access.isStandIn else {
            context.console.message(
                "dailies: \(type.identity.missingKeyText); or try the list for free: "
                    + "dailies rehearse \(options.list.path)")
            return .accountRefused
        }
        let display = SessionDisplay.make(options, context)
        let session = Session(
            plan: plan,
            settings: settings,
            provider: type.init(access),
            client: client,
            isStandIn: access.isStandIn,
            models: try presets.book().models,
            otherProvider: RunProvider.ofAnyRun(environment: context.environment),
            emit: { display.show($0) })
        let result: SessionResult
        do {
            result = try await withInterrupts { try await session.run() }
        } catch {
            display.finish()
            throw error
        }
        display.finish()
        let summary = SessionSummary(result: result)
        let code = ExitCode(result)
        if !options.isQuiet || options.writesJSON || code != .success {
            summary.write(to: context.console, asJSON: options.writesJSON)
        }
        if let hook = options.hook {
            await FinishHook(command: hook).run(summary.event, context.console)
        }
        return code
    }

    /// Asks before shots are bought a second time because the provider changed.
    private func confirmPurchases(of plan: Plan, in folder: ProductionFolder) async throws {
        let earlier = try await EarlierPurchases(of: plan, in: folder)
        guard !earlier.names.isEmpty, !options.saysYes else { return }
        let bought = earlier.names.sorted { $0.key < $1.key }.map { provider, names in
            "\(names.joined(separator: ", ")) from \(provider)"
        }
        let fact = "this production has bought \(bought.joined(separator: "; "))"
        switch context.console.confirms("\(fact). Buy again from \(plan.provider)?") {
        case true?: return
        case false?: throw UsageError("nothing was bought")
        case nil:
            throw UsageError(
                "\(fact): to buy again from \(plan.provider) add --yes, or go on with --provider "
                    + (earlier.names.keys.sorted().first ?? ""))
        }
    }
}

extension ExitCode {
    /// The exit code of a session.
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
            case .failed, .open: codes.insert(.failed)
            case .unknown: codes.insert(.unknownSubmits)
            case .capReached: codes.insert(.capReached)
            case .accountRefused: codes.insert(.accountRefused)
            }
        }
        let order: [ExitCode] = [.accountRefused, .unknownSubmits, .capReached, .failed]
        self = order.first { codes.contains($0) } ?? (isComplete ? .success : .failed)
    }
}
