import DailiesJSON
import DailiesLedger
import DailiesPlanning
import DailiesProduction
import DailiesReporting
import DailiesVerification

/// Shows where a production stands.
struct StatusCommand: Command {
    static let name = "status"
    static let summary = "where a production stands: takes, money, and what is left to do"
    static let discussion = """
        Changes nothing, also while a session is at work. What is left to do is told with the command
        for it.
        Exit 0 nothing is left to do, 1 something is, 7 the outcome of a submit is unknown.
        """
    static let examples = [
        CommandExample(
            "status lighthouse",
            "Shows where the production in a folder stands")
    ]

    private let folder: ProductionFolder
    private let writesJSON: Bool

    init(_ options: inout OptionReader) {
        writesJSON = options.json()
        folder = options.productionFolderOrCurrent()
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let status = try await ProductionStatus(of: folder)
        let report = StatusReport(status: status, folder: folder)
        context.console.output(
            writesJSON ? report.json.line : context.console.printable(report.text))
        let obstacles =
            status.report.shots.flatMap(\.parts).map(\.obstacle)
            + status.report.leftovers.map(\.obstacle)
        if obstacles.contains(.unknownSubmit) { return .unknownSubmits }
        return status.report.tasks.contains(where: \.isRequired) ? .failed : .success
    }
}
