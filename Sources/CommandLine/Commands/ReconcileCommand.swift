import DailiesGeneration
import DailiesHTTP
import DailiesLedger
import DailiesProduction

extension OptionSpec {
    fileprivate static let adopt = OptionSpec(
        "adopt", value: "TAKE=ID", "the submit of this take became the run with that id")
    fileprivate static let notSent = OptionSpec(
        "not-sent", value: "TAKE", "the submit of this take never arrived: it may be sent again")
    fileprivate static let writeOff = OptionSpec(
        "write-off", value: "TAKE",
        "this take can't be had any more: it counts as paid, and may be bought again")
}

extension Command {
    static let reconcile = Command(
        name: "reconcile",
        summary: "settle submits whose outcome is unknown",
        operands: "DIR",
        options: [.adopt, .notSent, .writeOff],
        discussion: """
            Each provider that keeps a list is asked for them; that Runflow's list doesn't hold one counts
            five minutes after the doubt began. fal keeps none: look at its dashboard, and say what you
            found with --adopt or --not-sent; nothing is ever sent again before that. A run that was
            taken and whose film is gone, or never comes, is given up with --write-off.
            Exit 0 where nothing is unknown any more, 7 otherwise.
            """,
        perform: performReconcile)

    static let cancel = Command(
        name: "cancel",
        summary: "ask providers to give up runs that are under way",
        operands: "DIR [TAKE…]",
        options: [],
        discussion: """
            A run that waits in a queue is dropped; one at work may still finish, and cost. What came of
            it is seen by the next session.
            """,
        perform: performCancel)
}

private func performReconcile(
    _ arguments: Arguments, _ context: CommandContext
) async throws -> ExitCode {
    let production = try await OpenProduction.open(try productionFolder(arguments))
    let unknown = try await production.unknownRuns()
    let missing = arguments.all(.writeOff).isEmpty ? [] : try await production.missingRuns()
    for take in arguments.all(.writeOff) {
        try await production.writeOff(try named(take, among: missing, "written off can be"))
    }
    for word in arguments.all(.adopt) {
        try await adopt(word, among: unknown, of: production, context)
    }
    for take in arguments.all(.notSent) {
        try await production.forget(try named(take, among: unknown, "unknown are"))
    }
    for run in try await production.unknownRuns() {
        try await ask(run, of: production, context)
    }
    let runs = try await production.ledger.runs()
    for run in runs where (unknown + missing).contains(where: { $0.id == run.id }) {
        context.console.data("\(run.takeName)  \(run.state.rawValue)  \(run.reason ?? "")")
    }
    if unknown.isEmpty, missing.isEmpty { context.console.talk("nothing is unknown") }
    return try await production.unknownRuns().isEmpty ? .success : .unknownSubmits
}

/// - Parameter words: what all of them are, for who names another.
private func named(
    _ take: String, among runs: [RunRecord], _ words: String
) throws -> RunRecord {
    guard let run = runs.first(where: { $0.takeName == take }) else {
        let names = runs.map(\.takeName).joined(separator: ", ")
        throw UsageError("\(take) isn't one; \(words): \(names.isEmpty ? "none" : names)")
    }
    return run
}

/// - Parameter word: as it was written, `TAKE=ID`.
private func adopt(
    _ word: String, among unknown: [RunRecord], of production: OpenProduction,
    _ context: CommandContext
) async throws {
    let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { throw UsageError("--adopt takes TAKE=ID, such as 010-t1=abc") }
    let run = try named(parts[0], among: unknown, "unknown are")
    try await production.adopt(run, id: parts[1], at: try counterpart(of: run, context).provider)
}

private func ask(
    _ run: RunRecord, of production: OpenProduction, _ context: CommandContext
) async throws {
    let counterpart = try counterpart(of: run, context)
    var access = counterpart.access
    await access.askWhetherStandIn()
    try await production.reconcile(
        run, with: counterpart.provider, isStandIn: access.isStandIn,
        tell: { context.console.talk($0) })
}

private func performCancel(
    _ arguments: Arguments, _ context: CommandContext
) async throws -> ExitCode {
    let folder = try productionFolder(arguments)
    let wanted = Set(arguments.operands.dropFirst())
    let production = try await OpenProduction.open(folder)
    let runs = try await production.runsUnderway().filter {
        wanted.isEmpty || wanted.contains($0.takeName)
    }
    for run in runs {
        do {
            let provider = try counterpart(of: run, context).provider
            let answer = try await production.cancel(run, at: provider)
            context.console.data("\(run.takeName)  \(answer.words)")
        } catch let failure as ProviderFailure {
            context.console.data("\(run.takeName)  not cancelled: \(failure)")
        }
    }
    if runs.isEmpty { context.console.talk("nothing that is named is under way") }
    return .success
}

private func productionFolder(_ arguments: Arguments) throws -> ProductionFolder {
    guard let path = arguments.operands.first else {
        throw UsageError("name a production's folder")
    }
    return ProductionFolder(path: path)
}

/// The provider that a run was bought from, reached as the environment says.
private struct Counterpart {
    let provider: any Provider
    let access: ProviderAccess
}

private func counterpart(of run: RunRecord, _ context: CommandContext) throws -> Counterpart {
    guard let type = ProviderRegistry.named(run.provider) else {
        throw UsageError("\(run.takeName) was bought from \(run.provider), which isn't known here")
    }
    let access = try ProviderAccess(
        type.identity, environment: context.environment, client: HTTPClient())
    return Counterpart(provider: type.init(access), access: access)
}

extension Cancellation {
    fileprivate var words: String {
        switch self {
        case .requested: "the provider will try to give it up"
        case .tooLate: "too late: it has ended"
        case .unsupported: "its provider can't cancel"
        }
    }
}
