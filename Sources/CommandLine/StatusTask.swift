import DailiesJSON
import DailiesLedger
import DailiesProduction

/// Something that is left to do in a production, with the command for it.
struct StatusTask: Sendable, Hashable {
    let title: String
    /// A line for the shell.
    let command: String
    /// The takes it is about, or the shots and parts if there are no takes yet.
    let subjects: [String]

    var json: JSONValue {
        [
            "title": .string(title), "command": .string(command),
            "takes": .array(subjects.map(JSONValue.string)),
        ]
    }

    /// Everything that is left to do: first what was bought already, then what must be bought.
    static func all(of status: ProductionStatus, in folder: ProductionFolder) -> [StatusTask] {
        ProductionStatus.Need.allCases.compactMap { task(for: $0, status, folder) }
            + purchases(status, folder)
    }

    private static func task(
        for need: ProductionStatus.Need, _ status: ProductionStatus, _ folder: ProductionFolder
    ) -> StatusTask? {
        let takes = status.entries.filter { $0.need == need }.map(\.run.takeName)
        guard !takes.isEmpty else { return nil }
        let list = takes.joined(separator: " ")
        let path = folder.path
        let (title, words) =
            switch need {
            case .reconcile:
                ("the outcome of a submit is unknown: \(list)", ["reconcile", path])
            case .wait: ("under way at the provider: \(list)", ["fetch", path])
            case .fetch: ("paid for, and missing or damaged: \(list)", ["fetch", path] + takes)
            case .look: ("held for you to look at: \(list)", ["circle", path, takes[0]])
            }
        return StatusTask(title: title, command: shellLine("dailies", words), subjects: takes)
    }

    /// The tasks for the runs of the list that have no take.
    private static func purchases(
        _ status: ProductionStatus, _ folder: ProductionFolder
    ) -> [StatusTask] {
        let verb = status.kind == .rehearsal ? "rehearse" : "run"
        let words = [verb, status.list ?? "LIST", "--output", folder.path]
        func task(_ title: String, _ names: [String], _ options: [String] = []) -> StatusTask? {
            guard !names.isEmpty else { return nil }
            return StatusTask(
                title: "\(title): \(names.joined(separator: " "))",
                command: shellLine("dailies", words + options), subjects: names)
        }
        var failed: [String] = []
        var most = 0
        for gap in status.gaps {
            if case .failed(let runs) = gap.reason {
                failed.append(gap.name)
                most = max(most, runs)
            }
        }
        func names(_ reason: ProductionStatus.Gap.Reason) -> [String] {
            status.gaps.filter { $0.reason == reason }.map(\.name)
        }
        return [
            task("not bought yet", names(.notBought)),
            task(
                "failed; to buy one more take of each", failed, ["--max-takes", String(most + 1)]),
            task("refused by moderation; change the prompts first", names(.moderated)),
        ].compactMap(\.self)
    }
}
