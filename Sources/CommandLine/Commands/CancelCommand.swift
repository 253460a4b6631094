import DailiesGeneration
import DailiesLedger
import DailiesProduction

/// Asks providers to give up runs that are under way.
struct CancelCommand: Command {
    static let name = "cancel"
    static let summary = "ask providers to give up runs that are under way"
    static let discussion = """
        A run that waits in a queue is dropped; one that has started may still finish and cost money.
        The next session finds out how it ended.
        """
    static let examples = [
        CommandExample(
            "cancel lighthouse",
            "Gives up everything that is under way"),
        CommandExample(
            "cancel lighthouse 010-t1",
            "Gives up one take"),
    ]

    private let folder: ProductionFolder
    /// Takes to cancel; empty for all.
    private let takes: Set<String>

    init(_ options: inout OptionReader) {
        folder = options.productionFolder()
        takes = options.takes()
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let production = try await OpenProduction.open(folder)
        let runs = try await production.runsUnderway().filter {
            takes.isEmpty || takes.contains($0.takeName)
        }
        for run in runs {
            do {
                let provider = try RunProvider(of: run, environment: context.environment).provider
                let answer = try await production.cancel(run, at: provider)
                context.console.output("\(run.takeName)  \(answer.text)")
            } catch let failure as ProviderFailure {
                context.console.output("\(run.takeName)  not cancelled: \(failure)")
            }
        }
        if runs.isEmpty { context.console.message("none of these runs is under way") }
        return .success
    }
}

extension Cancellation {
    fileprivate var text: String {
        switch self {
        case .requested: "the provider will try to give it up"
        case .tooLate: "too late: it has ended"
        case .unsupported: "its provider can't cancel"
        }
    }
}
