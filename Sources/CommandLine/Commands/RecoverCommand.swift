import DailiesProduction

/// Rebuilds a lost ledger.
struct RecoverCommand: Command {
    static let name = "recover"
    static let summary = "rebuild a lost ledger from the takes and their sidecars"
    static let discussion = """
        Every take whose file is the one that landed is recorded again, free of charge. Runs that
        were under way when the ledger was lost can't be known: look at the provider's dashboard
        before you buy again.
        Exit 0 every take is in the ledger, 1 some are not.
        """
    static let examples = [
        CommandExample(
            "recover lighthouse",
            "Rebuilds the ledger of a production")
    ]

    private let folder: ProductionFolder

    init(_ options: inout OptionReader) { folder = options.productionFolder() }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let recovery = try await Recovery(of: folder)
        let console = context.console
        for name in recovery.recovered { console.output("\(name)  recovered") }
        for name in recovery.missing {
            let command = shellLine("dailies", ["fetch", folder.path, name])
            console.output(
                console.printable(
                    "\(name)  recovered without its file; download it again: \(command)"))
        }
        for name in recovery.known { console.output("\(name)  already in the ledger") }
        for problem in recovery.problems {
            console.output(console.printable("\(problem.file)  not recovered: \(problem.reason)"))
        }
        if recovery.isKindAssumed {
            console.message(
                "neither sidecars nor report say whether the takes were bought: they "
                    + "count as bought")
        }
        console.message(
            "runs that were under way when the ledger was lost aren't in the sidecars: look at the "
                + "provider's dashboard before you buy again")
        return recovery.problems.isEmpty ? .success : .failed
    }
}
