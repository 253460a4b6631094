import DailiesGeneration
import DailiesHTTP
import DailiesPlanning
import DailiesProduction
import DailiesReporting
import DailiesStandIn
import Foundation

extension OptionSpec {
    static let cap = OptionSpec(
        "cap", value: "USD", "what the whole production may cost, at worst")
    static let maximumTakes = OptionSpec(
        "max-takes", value: "N", "takes to buy of a run when earlier ones fail (default 1)")
    static let concurrency = OptionSpec(
        "concurrency", value: "N",
        "runs under way at once (default: what presets/providers says, mostly 4)")
    static let callbackURL = OptionSpec(
        "callback-url", value: "URL",
        "what providers are to call when a run has ended, as they see it")
    static let allowLoopback = OptionSpec(
        "allow-loopback",
        "the provider's address may be on this machine: a mock or gateway of your own")
    static let acceptFlagged = OptionSpec(
        "accept-flagged", "use takes that only the provider's content filter objects to")
    static let dryRun = OptionSpec("dry-run", "only plan")
    static let yes = OptionSpec(
        "yes", short: "y", "answer every confirmation; nothing is asked yet")
}

private let sessionOptions: [OptionSpec] = [
    .output, .provider, .preset, .cap, .maximumTakes, .concurrency, .callbackURL, .callbackListen,
    .acceptFlagged, .dryRun, .json, .quiet, .yes,
]

private let sessionExits = """
    Exit 0 all delivered · 1 some shots failed · 2 usage or a bad list · 4 cap reached ·
    5 another session is at work · 6 the provider refuses the account · 7 a submit's outcome is
    unknown · 130, 143 stopped; nothing is lost.
    """

extension Command {
    static let run = Command(
        name: "run",
        summary: "buy, download, verify and assemble; goes on where it stopped",
        operands: "LIST",
        options: sessionOptions + [.allowLoopback],
        discussion: """
            Keys and addresses of the providers are read from the environment:
            \(providerVariables)
            \(sessionExits)
            """,
        perform: { arguments, context in
            if arguments.has(.dryRun) { return try await Command.plan.perform(arguments, context) }
            return try await performSession(arguments, context, mustBeStandIn: false) {
                provider, client in
                var access = try ProviderAccess(
                    provider.identity, environment: context.environment, client: client)
                access.allowsLoopback = arguments.has(.allowLoopback)
                return access
            }
        })

    static let rehearse = Command(
        name: "rehearse",
        summary: "the same session against the stand-in: no key, no money, no network",
        operands: "LIST",
        options: sessionOptions + [.latency, .faults, .without],
        discussion: """
            The stand-in runs inside the command, unless the provider's address in the environment
            names one on this machine.
            \(sessionExits)
            """,
        perform: performRehearsal)
}

/// Each provider's variables, for the help.
private var providerVariables: String {
    columns(
        ProviderRegistry.all.map { provider in
            let identity = provider.identity
            let main = identity.addresses.first?.variable ?? ""
            return ("  \(identity.name)", keyVariables(identity) + "; " + main)
        })
}

/// Every choice that a user has for the key.
private func keyVariables(_ identity: ProviderIdentity) -> String {
    identity.keyVariables.map { $0.joined(separator: " and ") }.joined(separator: ", or ")
}

private func performRehearsal(
    _ arguments: Arguments, _ context: CommandContext
) async throws -> ExitCode {
    if arguments.has(.dryRun) { return try await Command.plan.perform(arguments, context) }
    let own = OwnStandIn(try standInOptions(arguments, context))
    defer { own.stop() }
    return try await performSession(arguments, context, mustBeStandIn: true) { provider, client in
        let identity = provider.identity
        let variable = identity.addresses.first?.variable ?? ""
        // A rehearsal shows nobody a key.
        let keys = Set(identity.keyVariables.joined())
        let environment = context.environment.filter { !keys.contains($0.key) }
        if environment[variable]?.isEmpty == false {
            let access = try ProviderAccess(identity, environment: environment, client: client)
            if access.isStandIn { return access }
            context.console.talk(
                "\(variable) leads away from this machine: the rehearsal takes no notice of it and "
                    + "uses its own stand-in")
        }
        return ProviderAccess(
            identity, standIn: try own.start(), environment: environment, client: client)
    }
}

/// The stand-in of a rehearsal, which starts when it is needed.
private final class OwnStandIn {
    private let options: StandInServer.Options
    private var server: StandInServer?

    init(_ options: StandInServer.Options) { self.options = options }

    func start() throws -> String {
        let started = try startStandIn(options)
        server = started
        return started.baseURL
    }

    func stop() { server?.stop() }
}

/// - Parameter access: tells how the plan's provider is reached.
private func performSession(
    _ arguments: Arguments, _ context: CommandContext,
    mustBeStandIn: Bool,
    access: (any Provider.Type, HTTPClient) throws -> ProviderAccess
) async throws -> ExitCode {
    let reading = try ListReading(arguments, context)
    guard let plan = reading.plan, let type = ProviderRegistry.named(plan.provider) else {
        reading.tellProblems(context.console, path: arguments.operands.first ?? "")
        return .usage
    }
    let client = HTTPClient()
    var access = try access(type, client)
    await access.askWhetherStandIn()
    guard access.isStandIn || !mustBeStandIn else {
        throw UsageError("no stand-in answers at \(access.main); start one: dailies stand-in")
    }
    guard access.isStandIn || access.allowsLoopback || !access.leadsToThisMachine else {
        throw UsageError(
            "\(access.main) is on this machine, and no stand-in of ours answers there: for a mock "
                + "or gateway of your own add --allow-loopback")
    }
    let settings = try sessionSettings(arguments, context, plan, access)
    guard access.key != nil || access.isStandIn else {
        context.console.talk(
            "dailies: there is no key for \(plan.provider): set \(keyVariables(type.identity)); "
                + "or try the list for free: dailies rehearse \(arguments.operands.first ?? "LIST")"
        )
        return .accountRefused
    }
    let display = SessionDisplay.make(arguments, context)
    let session = Session(
        plan: plan,
        settings: settings,
        provider: type.init(access),
        client: client,
        isStandIn: access.isStandIn,
        emit: { display.show($0) })
    do {
        let result = try await withInterrupts { try await session.run() }
        display.finish()
        tell(result, arguments, context.console)
        return ExitCode(result)
    } catch let interrupt as Interrupted {
        display.finish()
        context.console.talk(
            "dailies: stopped; nothing is lost: the same command goes on from here")
        return interrupt.signal == SIGTERM ? .terminated : .interrupted
    } catch {
        display.finish()
        throw error
    }
}

private func sessionSettings(
    _ arguments: Arguments, _ context: CommandContext, _ plan: Plan, _ access: ProviderAccess
) throws -> SessionSettings {
    let isStandIn = access.isStandIn
    let limits = try PresetsFolder.find(environment: context.environment)
        .limits(of: plan.provider)
    let folder = ProductionFolder(path: arguments.value(.output) ?? plan.title)
    var settings = SessionSettings(folder: folder, pace: isStandIn ? .standIn : .provider)
    settings.concurrency =
        try arguments.number(.concurrency, in: 1...limits.concurrencyMaximum) ?? limits.concurrency
    settings.createsPerMinute = limits.createsPerMinute
    settings.maximumTakes = try arguments.number(.maximumTakes, in: 1...20) ?? 1
    settings.acceptsFlagged = arguments.has(.acceptFlagged)
    settings.allowsLoopback = access.allowsLoopback
    settings.callbackURL = arguments.value(.callbackURL)
    settings.callbackListener = try listening(arguments)
    if settings.callbackURL != nil || settings.callbackListener != nil, !isStandIn {
        // Whoever is called need not ask so often; a call that is lost still costs only time.
        settings.pace.poll.maximum = .seconds(60)
    }
    if let url = settings.callbackURL, !isStandIn, !url.lowercased().hasPrefix("https://") {
        throw UsageError("--callback-url must begin with https://, and \"\(url)\" doesn't")
    }
    if settings.callbackURL == nil, settings.callbackListener != nil, !isStandIn {
        throw UsageError(
            "--callback-listen needs --callback-url: what providers see of this machine")
    }
    if let text = arguments.value(.cap) {
        guard let cap = Money(decimal: text), cap >= .zero else {
            throw UsageError("--cap takes an amount in dollars such as 12.50, not \"\(text)\"")
        }
        settings.cap = cap
    }
    return settings
}

extension ExitCode {
    /// The worst thing that happened decides, what needs a person first.
    init(_ result: SessionResult) {
        var codes: Set<ExitCode> = []
        for outcome in result.outcomes {
            switch outcome {
            case .accepted: break
            case .failed, .open: codes.insert(.failed)
            case .unknown: codes.insert(.unknownSubmits)
            case .capReached: codes.insert(.capReached)
            case .accountRefused: codes.insert(.accountRefused)
            }
        }
        let order: [ExitCode] = [.accountRefused, .unknownSubmits, .capReached, .failed]
        self =
            order.first { codes.contains($0) }
            ?? (result.report.film == nil ? .failed : .success)
    }
}
