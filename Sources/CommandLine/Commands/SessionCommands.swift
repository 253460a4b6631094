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
        "concurrency", value: "N", "runs under way at once (default 4)")
    static let dryRun = OptionSpec("dry-run", "only plan")
    static let yes = OptionSpec(
        "yes", short: "y", "answer every confirmation; nothing is asked yet")
}

private let sessionOptions: [OptionSpec] = [
    .output, .provider, .preset, .cap, .maximumTakes, .concurrency, .dryRun, .json, .quiet, .yes,
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
        options: sessionOptions,
        discussion: """
            The key is read from RUNFLOW_API_KEY; RUNFLOW_BASE_URL overrides the address.
            \(sessionExits)
            """,
        perform: { arguments, context in
            if arguments.has(.dryRun) { return try await Command.plan.perform(arguments, context) }
            let base =
                context.environment[RunflowProvider.baseURLVariable]
                ?? RunflowProvider.publicBaseURL
            let key = context.environment[RunflowProvider.keyVariable] ?? ""
            return try await performSession(
                arguments, context, baseURL: base, key: key.isEmpty ? nil : key)
        })

    static let rehearse = Command(
        name: "rehearse",
        summary: "the same session against the stand-in: no key, no money, no network",
        operands: "LIST",
        options: sessionOptions + [.latency],
        discussion: """
            The stand-in runs inside the command, unless RUNFLOW_BASE_URL names one on this machine.
            \(sessionExits)
            """,
        perform: performRehearsal)
}

private func performRehearsal(
    _ arguments: Arguments, _ context: CommandContext
) async throws -> ExitCode {
    if arguments.has(.dryRun) { return try await Command.plan.perform(arguments, context) }
    let latency = try arguments.number(.latency, in: 0...86_400.0) ?? 1
    if let base = context.environment[RunflowProvider.baseURLVariable] {
        if isLoopback(base) {
            return try await performSession(arguments, context, baseURL: base, key: nil)
        }
        context.console.talk(
            "\(RunflowProvider.baseURLVariable) leads away from this machine: the rehearsal "
                + "takes no notice of it and uses its own stand-in")
    }
    let standIn = try startStandIn(port: 0, latency: latency)
    defer { standIn.stop() }
    return try await performSession(arguments, context, baseURL: standIn.baseURL, key: nil)
}

/// - Parameter key: what the provider is shown; a rehearsal shows none.
private func performSession(
    _ arguments: Arguments, _ context: CommandContext, baseURL: String, key: String?
) async throws -> ExitCode {
    let reading = try ListReading(arguments, context)
    guard let plan = reading.plan else {
        reading.tellProblems(context.console, path: arguments.operands.first ?? "")
        return .usage
    }
    let isStandIn = isLoopback(baseURL)
    let settings = try sessionSettings(arguments, plan, isStandIn: isStandIn)
    guard isStandIn || baseURL.lowercased().hasPrefix("https://") else {
        throw UsageError(
            "\(RunflowProvider.baseURLVariable) must begin with https://, so that the key travels "
                + "encrypted, or lead to this machine")
    }
    guard key != nil || isStandIn else {
        context.console.talk(
            "dailies: \(RunflowProvider.keyVariable) isn't set; put your key there, "
                + "or try the list for free: dailies rehearse \(arguments.operands.first ?? "LIST")"
        )
        return .accountRefused
    }
    let client = HTTPClient()
    let display = SessionDisplay.make(arguments, context)
    let session = Session(
        plan: plan,
        settings: settings,
        provider: RunflowProvider(baseURL: baseURL, key: key, client: client),
        client: client,
        isStandIn: isStandIn,
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
    _ arguments: Arguments, _ plan: Plan, isStandIn: Bool
) throws -> SessionSettings {
    let folder = ProductionFolder(path: arguments.value(.output) ?? plan.title)
    var settings = SessionSettings(folder: folder, pace: isStandIn ? .standIn : .provider)
    settings.concurrency = try arguments.number(.concurrency, in: 1...100) ?? 4
    settings.maximumTakes = try arguments.number(.maximumTakes, in: 1...20) ?? 1
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
