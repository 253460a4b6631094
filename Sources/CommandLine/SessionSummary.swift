import DailiesJSON
import DailiesMediaTime
import DailiesPlanning
import DailiesProduction
import DailiesReporting
import DailiesVerification

/// The result of a session: for people, or as the last line for programs.
struct SessionSummary {
    let result: SessionResult
    let code: ExitCode

    func write(to console: Console, asJSON: Bool) {
        // A reader or a terminal that went away doesn't change how the session ended.
        console.event(asJSON ? event.line : console.printable(text))
    }

    /// The result as JSON.
    var event: JSONValue {
        let folder = result.folder
        let report = result.report
        let parts = report.shots.flatMap(\.parts)
        return JSONEventWriter.stamped([
            "event": "finished",
            "schema": .string(JSONEventWriter.schema),
            "title": .string(report.title),
            "exit": .integer(Int(code.rawValue)),
            "session": .string(report.session.rawValue),
            "runs": .integer(parts.count),
            "accepted": .integer(parts.count(where: \.isAccepted)),
            "problems": .array(
                parts.filter { !$0.isAccepted }.map {
                    ["run": .string($0.name), "reason": .optional($0.problem)]
                }),
            "claims": .array(report.claims.map(\.json)),
            "film": result.report.film.map { .string(folder.place($0.file)) } ?? .null,
            "partialFilm": result.report.partialFilm.map { .string(folder.place($0.file)) }
                ?? .null,
            "warnings": .array(
                ((report.film ?? report.partialFilm)?.warnings ?? []).map { .string($0) }),
            "report": .string(folder.htmlReport),
            "settled": .string(result.report.money.settled.decimal),
            "reserved": .string(result.report.money.reserved.decimal),
            "drift": .string(report.money.drift.decimal),
        ])
    }

    /// The last event of a session that ended with an error.
    static func event(for failure: Failure) -> JSONValue {
        JSONEventWriter.stamped([
            "event": "finished", "schema": .string(JSONEventWriter.schema),
            "exit": .integer(Int(failure.code.rawValue)), "error": .string(failure.text),
        ])
    }

    private var text: String {
        let report = result.report
        let parts = report.shots.flatMap(\.parts)
        let accepted = parts.count(where: \.isAccepted)
        var lines = ["\(report.title): \(accepted) of \(parts.count.of("run")) accepted"]
        lines.append(columns(rows(of: parts)))
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
        if let film = report.partialFilm {
            lines.append(
                "partial \(result.folder.place(film.file)) (\(film.duration)), slates for missing takes"
            )
        }
        let warnings = (report.film ?? report.partialFilm)?.warnings ?? []
        lines += warnings.map { "warning \($0)" }
        lines.append("report  \(result.folder.htmlReport)")
        lines.append("cost    \(report.isRehearsal ? rehearsedCost : cost)")
        return lines.joined(separator: "\n")
    }

    /// One row for each run, or for many consecutive runs that have no take for the same reason.
    private func rows(of parts: [DailiesReport.PartEntry]) -> [(String, String)] {
        var rows: [(String, String)] = []
        var rest = parts[...]
        while let first = rest.first {
            let same =
                first.isAccepted
                ? 1
                : rest.prefix { !$0.isAccepted && state(of: $0) == state(of: first) }.count
            if same >= Self.manyRuns, let last = rest.prefix(same).last {
                rows.append(
                    ("  \(first.name) to \(last.name)", "\(same) runs: \(state(of: first))"))
            } else {
                rows += rest.prefix(same).map { ("  \($0.name)", state(of: $0)) }
            }
            rest = rest.dropFirst(same)
        }
        return rows
    }

    /// From how many consecutive runs with the same problem on they get one row.
    private static let manyRuns = 5

    private func state(of part: DailiesReport.PartEntry) -> String {
        let circled = part.takes.first(where: \.isCircled)
        return circled.map { "\($0.verdict?.rawValue ?? "")  \($0.file)" } ?? part.problem
            ?? "no take"
    }

    private var cost: String {
        let money = result.report.money
        let places = [money.settled, money.reserved, money.drift].places
        return "\(money.settled.text(places: places)) paid, "
            + "\(money.reserved.text(places: places)) reserved\(drift(places))"
    }

    /// How the bill differs from the quotes; empty if it doesn't.
    private func drift(_ places: Int) -> String {
        let drift = result.report.money.drift
        if drift == .zero { return "" }
        return drift > .zero
            ? "; \(drift.text(places: places)) more than quoted"
            : "; \((Money.zero - drift).text(places: places)) less than quoted"
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
