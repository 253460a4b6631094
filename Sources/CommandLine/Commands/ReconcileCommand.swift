import DailiesGeneration
import DailiesHTTP
import DailiesLedger
import DailiesProduction

extension OptionSpec {
    fileprivate static let adopt = OptionSpec(
        "adopt", value: "TAKE=ID", "the submit of this take became the run with that id")
    fileprivate static let notSent = OptionSpec(
        "not-sent", value: "TAKE", "the submit of this take never arrived: it may be sent again")
}

extension Command {
    static let reconcile = Command(
        name: "reconcile",
        summary: "settle submits whose outcome is unknown",
        operands: "DIR",
        options: [.adopt, .notSent],
        discussion: """
            Each provider that keeps a list is asked for them. fal keeps none: look at its dashboard, and
            say what you found with --adopt or --not-sent; nothing is ever sent again before that.
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
    let folder = try productionFolder(arguments)
    let production = try await OpenProduction.open(folder)
    let unknown = try await production.unknownRuns()
    func run(_ take: String) throws -> RunRecord {
        guard let run = unknown.first(where: { $0.takeName == take }) else {
            let names = unknown.map(\.takeName).joined(separator: ", ")
            throw UsageError(
                "\(take) isn't unknown; \(names.isEmpty ? "nothing is" : "unknown are: \(names)")")
        }
        return run
    }
    for word in arguments.all(.adopt) {
        let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            throw UsageError("--adopt takes TAKE=ID, such as 010-t1=abc")
        }
        let run = try run(parts[0])
        let (type, access) = try access(to: run, context)
        try await production.adopt(run, id: parts[1], at: type.init(access))
    }
    for word in arguments.all(.notSent) { try await production.forget(try run(word)) }
    for run in try await production.unknownRuns() {
        var (type, access) = try access(to: run, context)
        await access.askWhetherStandIn()
        try await production.reconcile(
            run, with: type.init(access), isStandIn: access.isStandIn)
    }
    let runs = try await production.ledger.runs()
    for run in unknown {
        let now = runs.first { $0.id == run.id } ?? run
        context.console.data("\(run.takeName)  \(now.state.rawValue)  \(now.reason ?? "")")
    }
    if unknown.isEmpty { context.console.talk("nothing is unknown") }
    return try await production.unknownRuns().isEmpty ? .success : .unknownSubmits
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
            let (type, access) = try access(to: run, context)
            let answer = try await production.cancel(run, at: type.init(access))
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
private func access(
    to run: RunRecord, _ context: CommandContext
) throws -> (provider: any Provider.Type, access: ProviderAccess) {
    guard let type = ProviderRegistry.named(run.provider) else {
        throw UsageError("\(run.takeName) was bought from \(run.provider), which isn't known here")
    }
    return (
        type,
        try ProviderAccess(
            type.identity, environment: context.environment, client: HTTPClient())
    )
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
