import DailiesGeneration
import DailiesHTTP
import DailiesLedger
import DailiesPlanning
import DailiesProduction
import DailiesReporting
import DailiesShotList

/// Downloads takes that were paid for and are missing or damaged.
struct FetchCommand: Command {
    static let name = "fetch"
    static let summary = "download again what was paid for and is missing or damaged; free"
    static let discussion = """
        Every take is compared with the digest of the file that landed. Runs that are under way are
        followed. Nothing is bought.
        Exit 0 everything is there, 1 something is missing, 6 a provider refused the account, 7 the
        outcome of a submit is unknown.
        """
    static let examples = [
        CommandExample(
            "fetch lighthouse",
            "Downloads everything that is missing"),
        CommandExample(
            "fetch lighthouse 010-t1",
            "Downloads one take"),
    ]

    private let folder: ProductionFolder
    /// Takes to fetch; empty for all.
    private let takes: Set<String>
    private let allowsLoopback: Bool

    init(_ options: inout OptionReader) {
        allowsLoopback = options.allowsLoopback()
        folder = options.productionFolderOrCurrent()
        takes = options.takes()
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let status = try await ProductionStatus(of: folder)
        guard let run = status.entries.last?.run else {
            context.console.message("the production has no runs")
            return .success
        }
        let known = Set(status.entries.map(\.run.takeName))
        for take in takes.sorted() where !known.contains(take) {
            throw UsageError(
                "the production has no take \(take); it has \(known.sorted().joined(separator: ", "))"
            )
        }
        let models = try PresetsFolder.find(environment: context.environment).book().models
        var source = try RunProvider(of: run, environment: context.environment)
        await source.detectStandIn()
        guard source.access.key != nil || source.access.isStandIn else {
            throw MissingKey(type(of: source.provider).identity)
        }
        let display = PlainEventWriter(console: context.console)
        var settings = SessionSettings(
            folder: folder, pace: source.access.isStandIn ? .standIn : .provider)
        settings.budget = UserSettings.budget(environment: context.environment)
        settings.allowsLoopback = allowsLoopback && source.access.isLocal
        let session = Session(
            plan: .empty(title: status.report.title), settings: settings,
            provider: source.provider, client: HTTPClient(), isStandIn: source.access.isStandIn,
            models: models,
            earlierProvider: RunProvider.ofAnyRun(environment: context.environment),
            emit: { display.show($0) })
        let takes = takes
        let outcomes = try await withInterrupts { try await session.fetch(takes) }
        for entry in outcomes {
            let words = entry.outcome.problem ?? "landed"
            context.console.output(context.console.printable("\(entry.run.takeName)  \(words)"))
        }
        if outcomes.isEmpty { context.console.message("everything is there") }
        return ExitCode(outcomes.map(\.outcome), isComplete: true)
    }
}
