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
            "\(status.title ?? folder.path): \(status.entries.count) runs, \(accepted) accepted takes"
        ]
        lines.append(columns(status.entries.map { ("  \($0.run.takeName)", words(for: $0)) }))
        let money = status.money
        let places = [money.settled, money.reserved].places
        lines.append(
            status.kind == .rehearsal
                ? "cost    nothing (a rehearsal)"
                : "cost    \(money.settled.text(places: places)) paid, "
                    + "\(money.reserved.text(places: places)) reserved")
        lines += claims.map {
            "paid for, and not delivered: \($0.take)  \($0.provider) \($0.runID)  "
                + ($0.isCostKnown ? "\($0.amount)" : "up to \($0.amount): its cost isn't known")
        }
        lines += StatusTask.all(of: status, in: folder).map { "\($0.title)\n    \($0.command)" }
        return lines.joined(separator: "\n")
    }

    /// Runs that were billed, or may have been billed, and brought no video.
    private var claims: [DailiesReport.ClaimEntry] {
        status.kind == .rehearsal ? [] : status.entries.compactMap(\.claim)
    }

    private func words(for entry: ProductionStatus.Entry) -> String {
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
            "title": .optional(status.title),
            "kind": .optional(status.kind?.rawValue),
            "runs": .array(status.entries.map(json)),
            "money": [
                "settled": .string(status.money.settled.decimal),
                "reserved": .string(status.money.reserved.decimal),
            ],
            "claims": .array(claims.map(\.json)),
            "list": .optional(status.list),
            "tasks": .array(StatusTask.all(of: status, in: folder).map(\.json)),
        ]
    }

    private func json(_ entry: ProductionStatus.Entry) -> JSONValue {
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

extension ProductionStatus.Entry {
    /// Why there is no accepted take; `nil` if nothing is known.
    fileprivate var complaint: String? {
        if let verification = take?.verification, !verification.complaint.isEmpty {
            return verification.complaint
        }
        return run.explanation
    }
}
