import DailiesJSON
import DailiesPlanning
import DailiesProduction
import DailiesShotList

/// Plans a shot list without spending anything.
struct PlanCommand: Command {
    static let name = "plan"
    static let summary = "show every problem, the runs and the quote; spends nothing"
    static let discussion = "Exit 0 the list has no problem, 2 it has some."

    private let list: ListOptions
    private let writesJSON: Bool

    init(_ options: inout OptionReader) {
        list = ListOptions(&options)
        writesJSON = options.json()
    }

    /// The plan that a session with `--dry-run` prints.
    init(_ session: SessionOptions) {
        list = session.list
        writesJSON = session.writesJSON
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let preparation = try await list.prepare(environment: context.environment)
        if writesJSON {
            let json = Plan.json(
                title: preparation.title, plan: preparation.plan, problems: preparation.problems)
            context.console.output(json.line)
            return preparation.plan == nil ? .usage : .success
        }
        guard let plan = preparation.plan else {
            preparation.printProblems(context.console, path: list.path)
            return .usage
        }
        context.console.output(context.console.printable(planTable(plan)))
        return .success
    }
}

/// The runs in film order with their quotes, for people.
func planTable(_ plan: Plan) -> String {
    var rows: [(String, String)] = []
    for planned in plan.shots {
        for run in planned.runs {
            let seconds = String(run.request.seconds)
            let sound = planned.shot.generateAudio ? "sound" : "silent"
            let shape = (planned.shot.aspectRatio ?? "image").leftPadded(5)
            rows.append(
                (
                    "  \(run.name)",
                    "\(seconds.leftPadded(2)) s  \(shape)  \(sound)  "
                        + "\(run.quote.expected)  \(planned.shot.summary.shortened(60))"
                ))
        }
    }
    let count = plan.runs.count
    let quote = plan.quote
    return """
        \(plan.title): \(plan.shots.count) shots, \(count) runs of \(plan.model.name) at \(plan.provider)
        \(columns(rows))
        quote \(quote.expected), at worst \(quote.worst) (prices of \(plan.pricesDate))
        """
}

extension String {
    /// The text with spaces in front, at least `width` characters long.
    func leftPadded(_ width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }

    /// At most `width` characters, on one line.
    func shortened(_ width: Int) -> String {
        let line = split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count <= width ? line : line.prefix(width - 1) + "…"
    }
}
