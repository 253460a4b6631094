import DailiesGeneration
import DailiesLedger
import DailiesPlanning
import DailiesProduction

/// Settles submits whose outcome is unknown.
struct ReconcileCommand: Command {
    static let name = "reconcile"
    static let summary = "settle submits whose outcome is unknown"
    static let discussion = """
        Each provider that keeps a list of runs is asked. A run that is missing from Runflow's list
        counts as not sent once five minutes have passed. fal keeps no list: look at its dashboard and
        answer with --adopt or --not-sent; until then nothing is sent again. A run that was accepted,
        but whose film is gone, comes damaged each time or never comes, is given up with --write-off.
        Under a cap a run counts at its worst price, even if the provider reports less; --billed
        records what the bill says.
        Exit 0 nothing is unknown any more, 7 something still is.
        """
    static let examples = [
        CommandExample(
            "reconcile lighthouse",
            "Asks the providers"),
        CommandExample(
            "reconcile lighthouse --adopt 010-t1=run_abc123",
            "Names the run that a submit became"),
        CommandExample(
            "reconcile lighthouse --not-sent 010-t1",
            "Says that a submit never arrived, by the dashboard"),
        CommandExample(
            "reconcile lighthouse --billed 010-t1=1.68",
            "Records what a run cost, by the bill"),
    ]

    private let adoptions: [Adoption]
    private let notSent: [String]
    private let writeOffs: [String]
    private let bills: [Bill]
    private let folder: ProductionFolder

    /// A take whose submit became a run that a person found at the provider.
    struct Adoption: Hashable, Sendable {
        let take: String
        let runID: String
    }

    /// What a take's run cost, by the provider's bill.
    struct Bill: Hashable, Sendable {
        let take: String
        let cost: Money
    }

    init(_ options: inout OptionReader) {
        adoptions = options.repeated(
            "adopt", .adoption, "this take's submit became the run with that id")
        notSent = options.repeated(
            "not-sent", .text("TAKE"), "this take's submit never arrived: it may be sent again")
        writeOffs = options.repeated(
            "write-off", .text("TAKE"),
            "this take is lost: it counts as paid, and may be bought again")
        bills = options.repeated("billed", .bill, "this take's run cost so much, by the bill")
        folder = options.productionFolderOrCurrent()
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let production = try await OpenProduction.open(
            folder, budget: UserSettings.budget(environment: context.environment))
        let unknown = try await production.unknownRuns()
        let missing = writeOffs.isEmpty ? [] : try await production.missingRuns()
        for take in writeOffs {
            let run = try find(take, in: missing, "written off can be")
            try await production.writeOff(run)
            context.console.output("\(take)  written off: it counts as paid, \(run.quote)")
        }
        let paid = bills.isEmpty ? [] : try await production.paidRuns()
        for bill in bills {
            let run = try find(bill.take, in: paid, "billed can be")
            try await production.bill(run, bill.cost)
            context.console.output("\(bill.take)  billed  \(bill.cost)")
        }
        for adoption in adoptions {
            let run = try find(adoption.take, in: unknown, "unknown are")
            let provider = try RunProvider(of: run, environment: context.environment).provider
            if let owner = try await production.adopt(run, id: adoption.runID, at: provider) {
                throw UsageError(
                    "\(adoption.runID) is the run of \(owner.takeName), and can't be that of "
                        + "\(adoption.take) too")
            }
        }
        for take in notSent {
            try await production.forget(try find(take, in: unknown, "unknown are"))
        }
        let rest = try await production.unknownRuns()
        production.beginSearches(rest)
        for run in rest {
            try await reconcile(run, of: production, context)
        }
        let runs = try await production.ledger.runs()
        for run in runs where (unknown + missing).contains(where: { $0.id == run.id }) {
            context.console.output("\(run.takeName)  \(run.state.rawValue)  \(run.reason ?? "")")
        }
        if unknown.isEmpty, missing.isEmpty { context.console.message("nothing is unknown") }
        let isSettled = try await production.ledger.unresolvedRuns().isEmpty
        try await production.close()
        return isSettled ? .success : .unknownSubmits
    }

    /// Asks the run's provider what became of the run.
    ///
    /// Not inlined: in a release build the optimiser of Swift 6.3.1 crashes where it inlines this
    /// function into `run`.
    @inline(never)
    private func reconcile(
        _ run: RunRecord, of production: OpenProduction, _ context: CommandContext
    ) async throws {
        let source = try RunProvider(of: run, environment: context.environment)
        var access = source.access
        await access.detectStandIn()
        try await production.reconcile(
            run, with: source.provider, isStandIn: access.isStandIn,
            notify: { context.console.message($0) })
    }

    /// The run of a take.
    ///
    /// - Parameter heading: introduces the list of all of them in the error for another take.
    private func find(
        _ take: String, in runs: [RunRecord], _ heading: String
    ) throws(UsageError) -> RunRecord {
        guard let run = runs.first(where: { $0.takeName == take }) else {
            let names = runs.map(\.takeName).joined(separator: ", ")
            throw UsageError("\(take) isn't one; \(heading): \(names.isEmpty ? "none" : names)")
        }
        return run
    }
}

extension OptionValue<ReconcileCommand.Adoption> {
    fileprivate static var adoption: OptionValue {
        forTake("ID", example: "010-t1=abc") {
            ReconcileCommand.Adoption(take: $0, runID: $1)
        }
    }
}

extension OptionValue<ReconcileCommand.Bill> {
    fileprivate static var bill: OptionValue {
        forTake("USD", example: "010-t1=0.84") { take, text in
            Money(decimal: text).flatMap {
                $0 < .zero ? nil : ReconcileCommand.Bill(take: take, cost: $0)
            }
        }
    }
}

extension OptionValue {
    /// A take and something about it: `TAKE=` and a placeholder.
    fileprivate static func forTake(
        _ placeholder: String, example: String,
        make: @escaping @Sendable (_ take: String, _ text: String) -> Value?
    ) -> OptionValue {
        OptionValue("TAKE=\(placeholder)", expected: "TAKE=\(placeholder), such as \(example)") {
            text in
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            return parts.count == 2 ? make(parts[0], parts[1]) : nil
        }
    }
}
