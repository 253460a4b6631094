import DailiesPlanning
import DailiesReporting
import DailiesVerification

/// Makes the tasks of a report: what a person has to do, grouped by cause, with the command for it.
struct ReportTasks: Sendable {
    /// The absolute path of the production's folder.
    let folder: String
    /// The path of the list; `nil` if it isn't known.
    let list: String?

    func tasks(of report: DailiesReport) -> [DailiesReport.TaskEntry] {
        let parts = report.shots.flatMap { shot in shot.parts.map { (shot: shot.id, part: $0) } }
        var tasks = DailiesReport.Obstacle.allCases.compactMap { obstacle in
            let own = parts.filter { $0.part.obstacle == obstacle }
            return own.isEmpty ? nil : task(obstacle, own, report)
        }
        if let film = filmTask(report) { tasks.append(film) }
        if let claims = claimTask(report) { tasks.append(claims) }
        return tasks
    }

    private typealias Part = (shot: String, part: DailiesReport.PartEntry)

    private func task(
        _ obstacle: DailiesReport.Obstacle, _ parts: [Part], _ report: DailiesReport
    ) -> DailiesReport.TaskEntry? {
        let isRunning = report.session == .running
        let count = parts.count
        let run = session(report)
        let edit = "Change the prompts in \(list ?? "the list"), then continue."
        func entry(
            _ title: String, _ advice: String?, _ commands: [String], reasons: Bool = true
        ) -> DailiesReport.TaskEntry {
            DailiesReport.TaskEntry(
                title: title, advice: advice, groups: groups(parts, obstacle, reasons: reasons),
                commands: commands)
        }
        switch obstacle {
        case .accountRefused:
            return entry(
                "The provider refuses the account: \(shots(count)) not bought",
                "Check the key and the credit, then continue.", [run])
        case .unknownSubmit:
            return entry(
                "It isn't known whether \(submits(count)) arrived",
                "They may have been paid for, and are never sent again by themselves. This asks the "
                    + "provider:", [command(["reconcile", folder])])
        case .held:
            return entry(
                "Look at \(takes(count))",
                "If a take is good enough, choose it; the next session then joins it.",
                parts.compactMap(\.part.takes.last).map { command(["circle", folder, $0.name]) }
                    + [run])
        case .flagged:
            return entry(
                "The provider's content filter flags \(takes(count))",
                "Look at them; if they are fine, accept them.",
                [command(words(report) + ["--accept-flagged"])])
        case .notDelivered:
            return entry(
                "Paid for, and missing or damaged: \(takes(count))",
                "This downloads them again, free of charge.",
                [command(["fetch", folder])])
        case .underway:
            guard !isRunning else { return nil }
            return entry(
                "Under way at the provider: \(runs(count))",
                "The next session goes on with them and buys nothing twice.", [run], reasons: false)
        case .moderated:
            return entry("Moderation refused \(shots(count))", edit, [run])
        case .requestRefused:
            return entry("The provider refused the requests of \(shots(count))", edit, [run])
        case .rejected:
            return entry(
                "Rejected: \(shots(count)) came out wrong",
                "Buy another take of each (\(quote(parts))), or choose one by hand with dailies circle.",
                [again(parts, report)])
        case .failed:
            return entry(
                "Failed at the provider: \(shots(count))", "Buy again (\(quote(parts))).",
                [again(parts, report)])
        case .capReached:
            let worst = report.money.atWorst + parts.map(\.part.quote.worst).sum
            return entry(
                "A cap stopped \(shots(count))",
                "To go on, raise the cap that the reason names.",
                [command(words(report) + ["--cap", worst.decimal])])
        case .unavailable:
            return entry("The provider was not available for \(shots(count))", nil, [run])
        case .waiting: return nil
        case .leftOut:
            return entry("Left out of the session: \(shots(count))", nil, [run], reasons: false)
        case .notSubmitted:
            guard !isRunning else { return nil }
            return entry("Not submitted yet: \(shots(count))", nil, [run], reasons: false)
        }
    }

    private func filmTask(_ report: DailiesReport) -> DailiesReport.TaskEntry? {
        guard report.session != .running, report.film == nil,
            report.shots.flatMap(\.parts).allSatisfy(\.isAccepted), let problem = report.filmProblem
        else { return nil }
        return DailiesReport.TaskEntry(
            title: "All takes are there, and the film isn't", advice: problem, groups: [],
            commands: [session(report)])
    }

    private func claimTask(_ report: DailiesReport) -> DailiesReport.TaskEntry? {
        guard !report.claims.isEmpty else { return nil }
        let shotOf = Dictionary(
            report.shots.flatMap { shot in
                shot.parts.flatMap(\.runs).map { ($0.take, shot.id) }
            }, uniquingKeysWith: { first, _ in first })
        let amount = report.claims.map(\.amount).sum
        return DailiesReport.TaskEntry(
            title: "Ask for \(amount.rounded) back",
            advice:
                "Billed, or possibly billed, and nothing was delivered; the run ids are below. What "
                + "the bill says in the end is recorded so, with 0 for a refund:",
            groups: [
                DailiesReport.TaskEntry.Group(
                    reason: nil,
                    subjects: report.claims.map {
                        DailiesReport.TaskEntry.Subject(name: $0.take, shot: shotOf[$0.take])
                    })
            ],
            commands: report.claims.map {
                command(["reconcile", folder, "--billed", "\($0.take)=0"])
            })
    }

    // MARK: Reasons

    /// Groups parts by the reason why they have no take; groups and parts stay in film order.
    private func groups(
        _ parts: [Part], _ obstacle: DailiesReport.Obstacle, reasons: Bool
    ) -> [DailiesReport.TaskEntry.Group] {
        var groups: [DailiesReport.TaskEntry.Group] = []
        for (shot, part) in parts {
            let reason = reasons ? reason(part, obstacle) : nil
            let subject = DailiesReport.TaskEntry.Subject(name: part.name, shot: shot)
            if let index = groups.firstIndex(where: { $0.reason == reason }) {
                groups[index].subjects.append(subject)
            } else {
                groups.append(
                    DailiesReport.TaskEntry.Group(reason: reason, subjects: [subject]))
            }
        }
        return groups
    }

    private func reason(
        _ part: DailiesReport.PartEntry, _ obstacle: DailiesReport.Obstacle
    ) -> String? {
        switch obstacle {
        case .rejected, .held, .flagged, .notDelivered:
            part.takes.last?.verification?.checks.first { $0.result == .fail }?.message
                ?? part.problem
        case .failed, .moderated, .requestRefused: part.runs.last?.reason ?? part.problem
        default: part.problem
        }
    }

    // MARK: Commands

    private func words(_ report: DailiesReport) -> [String] {
        [report.isRehearsal ? "rehearse" : "run", list ?? "LIST", "--output", folder]
    }

    /// The command that continues the session.
    private func session(_ report: DailiesReport) -> String { command(words(report)) }

    /// The command that buys one more take of these parts.
    private func again(_ parts: [Part], _ report: DailiesReport) -> String {
        let most = parts.map { $0.part.takes.count + $0.part.runs.count }.max() ?? 0
        var shots: [String] = []
        for part in parts where shots.last != part.shot { shots.append(part.shot) }
        return command(
            words(report) + [
                "--max-takes", String(min(20, most + 1)), "--only", shots.joined(separator: ","),
            ])
    }

    private func command(_ words: [String]) -> String { shellLine("dailies", words) }

    // MARK: Words

    private func quote(_ parts: [Part]) -> String {
        parts.map(\.part.quote).reduce(.zero, +).rounded
    }

    private func shots(_ count: Int) -> String { "\(count) \(count == 1 ? "shot" : "shots")" }
    private func takes(_ count: Int) -> String { "\(count) \(count == 1 ? "take" : "takes")" }
    private func runs(_ count: Int) -> String { "\(count) \(count == 1 ? "run" : "runs")" }
    private func submits(_ count: Int) -> String {
        "\(count) \(count == 1 ? "submit" : "submits")"
    }
}
