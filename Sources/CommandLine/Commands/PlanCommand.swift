import DailiesJSON
import DailiesPlanning
import DailiesShotList

extension Command {
    static let plan = Command(
        name: "plan",
        summary: "show every problem, the runs and the quote; spends nothing",
        operands: "LIST",
        options: [.provider, .preset, .json],
        discussion: "Exit 0 where the list is sound, 2 where it isn't.",
        perform: performPlan)
}

private func performPlan(_ arguments: Arguments, _ context: CommandContext) async throws -> ExitCode
{
    let reading = try ListReading(arguments, context)
    if arguments.has(.json) {
        context.console.data(
            Plan.json(title: reading.title, plan: reading.plan, problems: reading.problems).line)
        return reading.plan == nil ? .usage : .success
    }
    guard let plan = reading.plan else {
        reading.tellProblems(context.console, path: arguments.operands.first ?? "")
        return .usage
    }
    context.console.data(context.console.printable(planTable(plan)))
    return .success
}

/// The runs in film order and what they should cost, for people.
func planTable(_ plan: Plan) -> String {
    var rows: [(String, String)] = []
    for planned in plan.shots {
        for run in planned.runs {
            let seconds = String(run.request.seconds)
            let sound = planned.shot.generateAudio ? "sound" : "silent"
            rows.append(
                (
                    "  \(run.name)",
                    "\(seconds.leftPadded(2)) s  \((planned.shot.aspectRatio ?? "image").leftPadded(5))  \(sound)  "
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
    func leftPadded(_ width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }

    /// At most `width` characters, on one line.
    func shortened(_ width: Int) -> String {
        let line = split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count <= width ? line : line.prefix(width - 1) + "…"
    }
}
