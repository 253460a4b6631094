import DailiesJSON
import DailiesLedger
import DailiesPlanning
import DailiesProduction
import DailiesReporting
import DailiesVerification
import Foundation

/// A status for people and for programs.
struct StatusReport {
    let status: ProductionStatus
    let folder: ProductionFolder

    var text: String {
        let accepted = status.entries.count { $0.standing == .accepted && $0.hasFile }
        var lines = [
            "\(status.report.title): \(status.entries.count.of("run")), "
                + accepted.of("accepted take")
        ]
        lines.append(columns(status.entries.map { ("  \($0.run.takeName)", words(for: $0)) }))
        let money = status.report.money
        let places = [money.settled, money.reserved].places
        lines.append(
            status.kind == .rehearsal
                ? "cost    nothing (a rehearsal)"
                : "cost    \(money.settled.text(places: places)) paid, "
                    + "\(money.reserved.text(places: places)) reserved")
        lines += status.report.claims.map {
            "paid for, and not delivered: \($0.take)  \($0.provider) \($0.runID)  "
                + ($0.isCostKnown ? "\($0.amount)" : "up to \($0.amount): its cost isn't known")
        }
        lines += status.report.tasks.map(text)
        return lines.joined(separator: "\n")
    }

    /// A task: its title, what it is about, what to know before, and the commands.
    private func text(_ task: DailiesReport.TaskEntry) -> String {
        var lines = [task.title]
        lines += task.groups.map { group in
            let names = group.subjects.map(\.name).joined(separator: " ")
            return "  \(names)\(group.reason.map { ": " + $0 } ?? "")"
        }
        if let advice = task.advice { lines.append("  \(advice)") }
        lines += task.commands.map { "    \($0)" }
        return lines.joined(separator: "\n")
    }

    private func words(for entry: RunFacts) -> String {
        let run = entry.run
        var parts = [run.state.rawValue]
        if let take = entry.take {
            parts = [take.verdict?.rawValue ?? "not verified", take.file]
            if !entry.hasFile {
                let place = take.place.map { ", it landed in \($0)" } ?? ""
                parts.append("(the file is missing or changed\(place))")
            }
            if entry.isCircled { parts.append("(chosen)") }
        } else if let id = run.remoteID {
            parts.append("\(run.provider) \(id)")
        }
        if entry.take == nil || entry.standing != .accepted, let reason = entry.complaint {
            parts.append("– " + reason)
        }
        return parts.joined(separator: "  ")
    }

    var json: JSONValue {
        [
            "schema": "dailies.status/1",
            "title": .string(status.report.title),
            "kind": .optional(status.kind?.rawValue),
            "runs": .array(status.entries.map(json)),
            "money": [
                "settled": .string(status.report.money.settled.decimal),
                "reserved": .string(status.report.money.reserved.decimal),
            ],
            "claims": .array(status.report.claims.map(\.json)),
            "list": .optional(status.list),
            "tasks": .array(status.report.tasks.map(json)),
        ]
    }

    /// A task as in `report.json`, with its first command and all that it is about.
    private func json(_ task: DailiesReport.TaskEntry) -> JSONValue {
        var members = task.json.members ?? [:]
        members["command"] = .optional(task.commands.first)
        members["takes"] = .array(
            task.groups.flatMap(\.subjects).map { .string($0.name) })
        return .object(members)
    }

    private func json(_ entry: RunFacts) -> JSONValue {
        let run = entry.run
        return [
            "take": .string(run.takeName), "shot": .string(run.shot), "part": .optional(run.part),
            "state": .string(run.state.rawValue), "provider": .string(run.provider),
            "run": .optional(run.remoteID), "quote": .string(run.quote.decimal),
            "file": .optional(entry.take?.file), "place": .optional(entry.take?.place),
            "verdict": .optional(entry.take?.verdict?.rawValue), "hasFile": .bool(entry.hasFile),
            "circled": .bool(entry.isCircled), "need": .optional(entry.need?.rawValue),
            "reason": .optional(entry.complaint),
        ]
    }
}

extension RunFacts {
    /// Why there is no accepted take; `nil` if nothing is known.
    fileprivate var complaint: String? {
        if let verification = take?.verification, !verification.complaint.isEmpty {
            return verification.complaint
        }
        return run.explanation
    }
}
