import DailiesJSON
import DailiesLedger
import DailiesPlanning
import Foundation

/// The list that a session works on, as the ledger keeps it for `status` and `report`.
package struct RecordedList: Sendable {
    /// The option of commands whose provider may be on this machine.
    package static let loopbackOption = ["--allow-loopback"]

    /// The runs that it wants, in film order; empty if an earlier version made the production.
    let runs: [PlannedRunEntry]
    /// Its path; `nil` if it has none, as that of standard input, or if it isn't known.
    let path: String?
    /// The options that a command which continues the session repeats, each with its value.
    let options: [[String]]

    init(_ plan: Plan, path: String?, options: [[String]] = []) {
        runs = plan.runs.map(PlannedRunEntry.init)
        self.path = path
        self.options = options
    }

    fileprivate init(runs: [PlannedRunEntry], path: String?, options: [[String]]) {
        self.runs = runs
        self.path = path
        self.options = options
    }
}

extension Ledger {
    private static let runsKey = "planned"
    private static let pathKey = "list"
    private static let optionsKey = "options"

    /// Records a session's list; of sessions that share the ledger, the last one's counts.
    func setList(_ list: RecordedList) throws(LedgerError) {
        try setValue(Self.runsKey, JSONValue.array(list.runs.map(\.json)).line)
        try setValue(Self.pathKey, list.path ?? "")
        let options = list.options.map { JSONValue.array($0.map(JSONValue.string)) }
        try setValue(Self.optionsKey, JSONValue.array(options).line)
    }

    /// The last session's list.
    func list() throws(LedgerError) -> RecordedList {
        let path = try value(Self.pathKey) ?? ""
        return RecordedList(
            runs: try array(Self.runsKey).compactMap { PlannedRunEntry($0) },
            path: path.isEmpty ? nil : path,
            options: try array(Self.optionsKey).map { ($0.elements ?? []).compactMap(\.text) })
    }

    private func array(_ key: String) throws(LedgerError) -> [JSONValue] {
        try value(key).flatMap { try? JSONValue(parsing: Data($0.utf8)) }?.elements ?? []
    }
}
