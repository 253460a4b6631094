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
        let missing = try await status.missing(takes, in: folder)
        guard !missing.isEmpty else {
            context.console.message("everything is there")
            return .success
        }
        let models = try PresetsFolder.find(environment: context.environment).book().models
        let type = try RunProvider.type(of: run)
        let access = try await ProviderAccess(
            type.identity, environment: context.environment, client: HTTPClient(),
            allowsLoopback: allowsLoopback
        ).settled()
        try check(access, type.identity, status)
        let display = PlainEventWriter(console: context.console)
        var settings = SessionSettings(
            folder: folder, pace: access.isStandIn ? .standIn : .provider)
        settings.budget = UserSettings.budget(environment: context.environment)
        settings.allowsLoopback = access.allowsLoopback
        let session = Session(
            plan: .empty(title: status.report.title), settings: settings,
            provider: type.init(access), client: HTTPClient(), isStandIn: access.isStandIn,
            models: models,
            earlierProvider: RunProvider.ofAnyRun(
                environment: context.environment, allowsLoopback: allowsLoopback),
            emit: { display.show($0) })
        let outcomes = try await withInterrupts { try await session.fetch(missing) }
        for entry in outcomes {
            let words = entry.outcome.problem ?? "landed"
            context.console.output(context.console.printable("\(entry.run.takeName)  \(words)"))
        }
        if outcomes.isEmpty { context.console.message("everything is there") }
        return ExitCode(outcomes.map(\.outcome), isComplete: true)
    }

    /// - Throws: `UsageError` for a rehearsal whose stand-in isn't there, and for a stand-in in the place
    ///   of the provider; `MissingKey`.
    private func check(
        _ access: ProviderAccess, _ identity: ProviderIdentity, _ status: ProductionStatus
    ) throws {
        switch (status.kind, access.isStandIn) {
        case (.rehearsal, false):
            throw UsageError(
                "\(folder.path) holds a rehearsal, and no provider has its takes; what is missing is "
                    + "made again by: \(status.continuation)")
        case (.bought, true):
            let variable = identity.addresses.first?.variable ?? ""
            throw UsageError(
                "\(folder.path) holds bought takes, and \(variable) is the address of a stand-in: "
                    + "unset it to fetch from \(identity.name), or add --allow-loopback if they were "
                    + "bought at this address")
        default: break
        }
        guard access.key != nil || access.isStandIn else {
            throw MissingKey(identity)
        }
    }
}
