import DailiesLedger
import DailiesProduction

/// Chooses a take for the film by hand.
struct CircleCommand: Command {
    static let name = "circle"
    static let summary = "choose a take for the film by hand; the next run assembles with it"
    static let discussion = """
        The chosen take goes into the film whatever its verdict is, as long as the list asks for the
        same request.
        """
    static let examples = [
        CommandExample(
            "circle lighthouse 010-t2",
            "Puts the second take of shot 010 into the film")
    ]

    private let folder: ProductionFolder
    private let take: String

    init(_ options: inout OptionReader) {
        folder = options.productionFolder()
        take = options.operand("TAKE", .text, orElse: "name a take, such as 010-t2")
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let production = try await OpenProduction.open(folder)
        guard try await production.circle(take, in: folder) else {
            let takes = try await ProductionStatus(of: folder).entries.filter(\.hasFile)
            let names = takes.map(\.run.takeName).joined(separator: ", ")
            throw UsageError(
                "\(take) is no take that is there; there are: \(names.isEmpty ? "none" : names)")
        }
        context.console.output("\(take)  chosen for the film")
        return .success
    }
}
