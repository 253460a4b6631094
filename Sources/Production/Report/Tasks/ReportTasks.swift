import DailiesLedger
import DailiesPlanning
import DailiesReporting

/// Makes the tasks of a report: what a person has to do, grouped by cause, with the command for it.
struct ReportTasks: Sendable {
    /// The absolute path of the production's folder.
    let folder: String
    /// The path of the list; `nil` if it isn't known, as that of a list from standard input.
    let list: String?
    /// The options that the commands repeat, each with its value.
    var options: [[String]] = []

    func tasks(of report: DailiesReport) -> [DailiesReport.TaskEntry] {
        let items = TaskItem.all(of: report)
        let tasks = DailiesReport.Obstacle.allCases.flatMap { obstacle in
            let own = items.filter { $0.obstacle == obstacle }
            return own.isEmpty ? [] : self.tasks(obstacle, own, report)
        }
        return tasks + [filmTask(report), claimTask(report)].compactMap(\.self)
    }

    private func tasks(
        _ obstacle: DailiesReport.Obstacle, _ items: [TaskItem], _ report: DailiesReport
    ) -> [DailiesReport.TaskEntry] {
        let count = items.count
        let shots = Self.shots(items)
        let goOn = commands(report, [[]])
        let edit = "Change the prompts in \(list ?? "the list"), then continue."
        func task(
            _ title: String, _ advice: String?, _ commands: TaskCommands, reasons: Bool = true
        ) -> [DailiesReport.TaskEntry] {
            [entry(title, advice, items, commands, reasons: reasons)]
        }
        switch obstacle {
        case .accountRefused:
            return task(
                "The provider refuses the account: \(shots) not bought",
                "Check the key and the credit, then continue.", goOn)
        case .unknownSubmit:
            return task(
                "It isn't known whether \(count.of("submit")) arrived",
                "They may have been paid for, and are never sent again by themselves. This asks the "
                    + "provider:", TaskCommands([["reconcile", folder]]))
        case .held:
            let takes = items.compactMap(\.take)
            return task(
                "Look at \(count.of("take"))",
                "If a take is good enough, choose it; the next session then joins it.",
                TaskCommands(takes.map { ["circle", folder, $0.name] }) + goOn)
        case .flagged:
            return task(
                "The provider's content filter flags \(count.of("take"))",
                "Look at them; if they are fine, accept them.",
                commands(report, [["--accept-flagged"]]))
        case .notDelivered:
            let damaged = items.filter { $0.writeOff != nil }
            let others = items.filter { $0.writeOff == nil }
            return (others.isEmpty ? [] : [fetchTask(others, report)])
                + (damaged.isEmpty ? [] : [writeOffTask(damaged, report)])
        case .underway:
            guard report.session != .running else { return [] }
            return task(
                "Under way at the provider: \(count.of("run"))",
                "The next session goes on with them and buys nothing twice.", goOn,
                reasons: items.contains { $0.part == nil })
        case .moderated: return task("Moderation refused \(shots)", edit, goOn)
        case .requestRefused:
            return task("The provider refused the requests of \(shots)", edit, goOn)
        case .rejected:
            let again = PurchaseAgain(items)
            return task(
                "Rejected: \(shots) came out wrong",
                again.advice(
                    "Buy another take of each", or: "choose one by hand with dailies circle"),
                commands(report, again.options))
        case .failed:
            let again = PurchaseAgain(items)
            return task(
                "Failed at the provider: \(shots)", again.advice("Buy again"),
                commands(report, again.options))
        case .capReached: return caps(items, report)
        case .unavailable:
            return task("The provider was not available for \(shots)", nil, goOn)
        // The run that it waits for has a task.
        case .waiting: return []
        case .leftOut:
            return task("Left out of the session: \(shots)", nil, goOn, reasons: false)
        case .notSubmitted:
            guard report.session != .running else { return [] }
            return task("Not submitted yet: \(shots)", nil, goOn, reasons: false)
        }
    }

    /// Takes whose files are missing or damaged, and that another download may bring.
    private func fetchTask(
        _ items: [TaskItem], _ report: DailiesReport
    ) -> DailiesReport.TaskEntry {
        let takes = items.count.of("take")
        guard !report.isRehearsal else {
            return entry(
                "Missing or damaged: \(takes)",
                "This makes them again, or downloads them where the stand-in still has them.",
                items, commands(report, [[]]))
        }
        return entry(
            "Paid for, and missing or damaged: \(takes)",
            "This downloads them again, free of charge.", items,
            TaskCommands([
                ["fetch", folder] + options.filter { $0 == RecordedList.loopbackOption }.joined()
            ]))
    }

    /// Takes whose files are damaged at the provider.
    private func writeOffTask(
        _ items: [TaskItem], _ report: DailiesReport
    ) -> DailiesReport.TaskEntry {
        let takes = items.compactMap(\.writeOff)
        let parts = items.compactMap(\.part)
        let quote = parts.map(\.quote).sum
        let again = parts.isEmpty ? "" : "; the session after it buys again (\(quote.rounded))"
        return entry(
            "Damaged at the provider: \(items.count.of("take"))",
            "The file came damaged in every download of two sessions or more. To give it up writes it "
                + "off, so that it counts as paid (\(takes.map(\.cost).sum.rounded))\(again).",
            items,
            TaskCommands([["reconcile", folder] + takes.flatMap { ["--write-off", $0.take] }])
                + (parts.isEmpty ? TaskCommands([]) : commands(report, [[]])))
    }

    /// A task for each kind of cap that was reached.
    private func caps(_ items: [TaskItem], _ report: DailiesReport) -> [DailiesReport.TaskEntry] {
        Caps.Kind.allCases.compactMap { kind in
            let own = items.filter {
                ($0.part?.cap ?? Caps.Kind.production.rawValue) == kind.rawValue
            }
            guard !own.isEmpty else { return nil }
            let title = "The \(kind.rawValue)'s cap stopped \(Self.shots(own))"
            let setting = "(caps.\(kind.rawValue) in settings.json)"
            switch kind {
            case .production:
                // What counts already, and one take of everything that is left, at the worst prices.
                let enough = report.money.counted + report.money.toFinish.worst
                return entry(
                    title, "This cap is enough for one take of everything that is left.", own,
                    commands(report, [["--cap", enough.decimal]]))
            case .session:
                return entry(
                    title, "The next session may spend as much again \(setting).", own,
                    commands(report, [[]]))
            case .night, .month:
                return entry(
                    title,
                    "Raise the cap of all productions \(setting), or continue in the next "
                        + "\(kind.rawValue).", own, commands(report, [[]]))
            }
        }
    }

    private func filmTask(_ report: DailiesReport) -> DailiesReport.TaskEntry? {
        let parts = report.shots.flatMap(\.parts)
        guard report.session != .running, !parts.isEmpty, parts.allSatisfy(\.isAccepted) else {
            return nil
        }
        guard let film = report.film else {
            return entry(
                "All takes are there, and the film isn't", report.filmProblem, [],
                commands(report, [[]]))
        }
        let chosen = parts.compactMap { $0.takes.first(where: \.isCircled)?.name }
        guard film.clips.map(\.take) != chosen else { return nil }
        return entry(
            "The film has other takes than those chosen",
            "This joins it again; nothing is bought for it.", [], commands(report, [[]]))
    }

    private func claimTask(_ report: DailiesReport) -> DailiesReport.TaskEntry? {
        guard !report.claims.isEmpty else { return nil }
        let shotOf = Dictionary(
            report.shots.flatMap { shot in
                shot.parts.flatMap(\.runs).map { ($0.take, shot.id) }
            }, uniquingKeysWith: { first, _ in first })
        let amount = report.claims.map(\.amount).sum
        var task = DailiesReport.TaskEntry(
            title: "Ask for \(amount.rounded) back",
            advice:
                "Billed, or possibly billed, and nothing was delivered; the provider finds the runs by "
                + "their ids. What the bill says in the end is recorded so, with 0 for a refund:",
            groups: [
                DailiesReport.TaskEntry.Group(
                    reason: nil,
                    subjects: report.claims.map {
                        DailiesReport.TaskEntry.Subject(name: $0.take, shot: shotOf[$0.take])
                    })
            ],
            commands: report.claims.map {
                shellLine("dailies", ["reconcile", folder, "--billed", "\($0.take)=0"])
            })
        task.isRequired = false
        return task
    }

    // MARK: Reasons

    /// Groups runs by the reason why they have no take; groups and runs stay in film order.
    private func groups(_ items: [TaskItem], reasons: Bool) -> [DailiesReport.TaskEntry.Group] {
        var groups: [DailiesReport.TaskEntry.Group] = []
        for item in items {
            let reason = reasons ? item.reason : nil
            let subject = DailiesReport.TaskEntry.Subject(name: item.name, shot: item.shot)
            if let index = groups.firstIndex(where: { $0.reason == reason }) {
                groups[index].subjects.append(subject)
            } else {
                groups.append(
                    DailiesReport.TaskEntry.Group(reason: reason, subjects: [subject]))
            }
        }
        return groups
    }

    // MARK: The command lines that tasks suggest

    /// The commands that continue the session, one with each of some more words.
    private func commands(_ report: DailiesReport, _ more: [[String]]) -> TaskCommands {
        let words = more.map { continuation(isRehearsal: report.isRehearsal, $0) }
        return list == nil ? TaskCommands(needingList: words) : TaskCommands(words)
    }

    /// The words of the command that continues the session; the list is read from standard input if its
    /// path isn't known.
    func continuation(isRehearsal: Bool, _ more: [String] = []) -> [String] {
        // An option is given once.
        let kept = options.filter { option in option.first.map(more.contains) != true }
        return [isRehearsal ? "rehearse" : "run", list ?? "-", "--output", folder]
            + kept.joined() + more
    }

    private func entry(
        _ title: String, _ advice: String?, _ items: [TaskItem], _ commands: TaskCommands,
        reasons: Bool = true
    ) -> DailiesReport.TaskEntry {
        let texts = [advice, commands.advice].compactMap(\.self)
        return DailiesReport.TaskEntry(
            title: title, advice: texts.isEmpty ? nil : texts.joined(separator: " "),
            groups: groups(items, reasons: reasons), commands: commands.lines)
    }

    /// How many shots some runs belong to.
    private static func shots(_ items: [TaskItem]) -> String {
        Set(items.map { $0.shot ?? $0.name }).count.of("shot")
    }
}
