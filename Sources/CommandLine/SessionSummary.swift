import DailiesJSON
import DailiesMediaTime
import DailiesPlanning
import DailiesProduction
import DailiesReporting
import DailiesVerification

/// Tells what a session came to: for people, or as the last line for programs.
func tell(_ result: SessionResult, _ arguments: Arguments, _ console: Console) {
    if arguments.has(.json) {
        console.data(finishedEvent(result).line)
    } else {
        console.data(console.printable(summary(result)))
    }
}

private func finishedEvent(_ result: SessionResult) -> JSONValue {
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

private func summary(_ result: SessionResult) -> String {
    let report = result.report
    let parts = report.shots.flatMap(\.parts)
    let accepted = parts.count(where: \.isAccepted)
    var lines = ["\(report.title): \(accepted) of \(parts.count) runs accepted"]
    let rows = parts.map { part in
        let circled = part.takes.first(where: \.isCircled)
        let state = circled.map { "\($0.verdict?.rawValue ?? "")  \($0.file)" } ?? part.problem ?? "no take"
        return ("  \(part.name)", state)
    }
    lines.append(columns(rows))
    if let film = report.film {
        lines.append("film    \(result.folder.place(film.file)) (\(film.duration))")
    } else {
        lines.append("film    none: \(report.filmProblem ?? "not every run has a take")")
    }
    lines.append("report  \(result.folder.htmlReport)")
    let money = report.money
    lines.append(
        report.isRehearsal
            ? "cost    nothing (a rehearsal; it would have been \(wouldBe(money)))"
            : "cost    \(money.settled) paid, \(money.reserved) set aside")
    return lines.joined(separator: "\n")
}

/// What providers report, and for those that report nothing what was set aside.
private func wouldBe(_ money: DailiesReport.MoneyEntry) -> String {
    money.reserved == .zero
        ? "\(money.settled)" : "\(money.settled + money.reserved) at the worst"
}
