import DailiesJSON
import DailiesLedger
import DailiesPlanning
import Foundation

/// A run of the list that the last session made, as the ledger keeps it for `status`.
struct PlannedRunEntry: Hashable, Sendable {
    /// The name of the shot or part, such as `020a`.
    let name: String
    /// The digest of its request; `nil` if the run starts with a picture that a take brings first.
    let digest: String?

    /// Whether a run of the ledger makes this planned run.
    ///
    /// By the digest, because a shot that only got another id keeps its runs.
    func isMade(by run: RunRecord) -> Bool {
        digest.map { $0 == run.digest } ?? (run.name == name)
    }

    var json: JSONValue { ["name": .string(name), "digest": .optional(digest)] }

    /// A run of which only the name is known.
    init(name: String) {
        self.name = name
        digest = nil
    }

    init(_ run: PlannedRun) {
        name = run.name
        digest = run.startsFrom == nil ? run.digest : nil
    }

    /// - Returns: `nil` if the value isn't one.
    init?(_ json: JSONValue) {
        guard let name = json["name"]?.text else { return nil }
        self.name = name
        digest = json["digest"]?.text
    }
}

extension Ledger {
    private static let plannedKey = "planned"
    private static let listKey = "list"

    /// Records which runs a session's list wants.
    ///
    /// - Parameter list: the path of the list; `nil` keeps the last one.
    func setPlannedRuns(_ plan: Plan, list: String?) throws(LedgerError) {
        let entries = plan.runs.map { PlannedRunEntry($0).json }
        try setValue(Self.plannedKey, JSONValue.array(entries).line)
        if let list { try setValue(Self.listKey, list) }
    }

    /// The runs that the last session's list wants, in film order; empty if an earlier version made
    /// the production.
    func plannedRuns() throws(LedgerError) -> [PlannedRunEntry] {
        guard let text = try value(Self.plannedKey),
            let json = try? JSONValue(parsing: Data(text.utf8))
        else { return [] }
        return (json.elements ?? []).compactMap { PlannedRunEntry($0) }
    }

    /// The path of the last session's list; `nil` if it isn't known.
    func listPath() throws(LedgerError) -> String? { try value(Self.listKey) }
}
