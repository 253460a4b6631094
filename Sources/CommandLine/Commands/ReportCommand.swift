import DailiesProduction
import DailiesReporting

/// Writes the report of a production again.
struct ReportCommand: Command {
    static let name = "report"
    static let summary = "write the report of a production again: after a crash, or a chosen take"
    static let discussion = """
        Reads the ledger and the files, and needs neither the list nor a provider. A session that is
        at work writes the report itself.
        Exit 0 written, 5 a session is at work.
        """
    static let examples = [
        CommandExample(
            "report lighthouse",
            "Writes lighthouse/report.html and report.json again")
    ]

    private let folder: ProductionFolder
    private let assets: DailiesReport.Assets

    init(_ options: inout OptionReader) {
        assets = options.reportAssets()
        folder = options.productionFolderOrCurrent()
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        _ = try await folder.writeReport(assets)
        context.console.output(context.console.printable(folder.htmlReport))
        return .success
    }
}

extension OptionReader {
    /// Where the report has the pictures of the takes.
    mutating func reportAssets() -> DailiesReport.Assets {
        option(
            "report-assets", .choice(),
            "where the report has its pictures: inline, or in the folder of the takes (default inline)"
        )
            ?? .inline
    }
}
