import DailiesJSON
import DailiesMediaTime
import DailiesPlanning
import DailiesProduction
import DailiesReporting
import DailiesVerification

/// The result of a session: for people, or as the last line for programs.
struct SessionSummary {
    let result: SessionResult

    func write(to console: Console, asJSON: Bool) {
        console.output(asJSON ? event.line : console.printable(text))
    }

    /// The result as JSON.
    var event: JSONValue {
        let folder = result.folder
        return [
            "event": "finished",
            "exit": .integer(Int(ExitCode(result).rawValue)),
            "film": result.report.film.map { .string(folder.place($0.file)) } ?? .null,
            "report": .string(folder.htmlReport),
            "settled": .string(result.report.money.settled.decimal),
            "reserved": .string(result.report.money.reserved.decimal),
        ]
    }

    private var text: String {
        let report = result.report
        let parts = report.shots.flatMap(\.parts)
        let accepted = parts.count(where: \.isAccepted)
        var lines = ["\(report.title): \(accepted) of \(parts.count) runs accepted"]
        let rows = parts.map { part in
            let circled = part.takes.first(where: \.isCircled)
            let state =
                circled.map { "\($0.verdict?.rawValue ?? "")  \($0.file)" } ?? part.problem
                ?? "no take"
            return ("  \(part.name)", state)
        }
        lines.append(columns(rows))
        if !report.leftovers.isEmpty {
            lines.append("bought earlier, no longer in the list:")
            lines.append(
                columns(
                    report.leftovers.map {
                        ("  \($0.take)", $0.problem ?? $0.file ?? "no take")
                    }))
        }
        if let film = report.film {
            lines.append("film    \(result.folder.place(film.file)) (\(film.duration))")
        } else {
            lines.append("film    none: \(report.filmProblem ?? "not every run has a take")")
        }
        lines.append("report  \(result.folder.htmlReport)")
        lines.append("cost    \(report.isRehearsal ? rehearsedCost : cost)")
        return lines.joined(separator: "\n")
    }

    private var cost: String {
        let money = result.report.money
        return "\(money.settled) paid, \(money.reserved) reserved"
    }

    /// What providers would have charged; the reserved amounts count for those that report no price.
    private var rehearsedCost: String {
        let money = result.report.money
        let amount =
            money.reserved == .zero
            ? "\(money.settled)" : "\(money.settled + money.reserved) at worst"
        return "nothing (a rehearsal; it would have been \(amount))"
    }
}
