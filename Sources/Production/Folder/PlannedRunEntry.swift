import DailiesJSON
import DailiesLedger
import DailiesPlanning
import Foundation

/// A run of the list that the last session made, as the ledger keeps it for `status` and `report`.
struct PlannedRunEntry: Hashable, Sendable {
    /// The name of the shot or part, such as `020a`.
    let name: String
    /// The digests of its request, one for each provider; `nil` if the run starts with a picture that a
    /// take brings first.
    let digests: [String]?

    /// Whether a run of the ledger makes this planned run.
    ///
    /// By the digest, because a shot that only got another id keeps its runs.
    func isMade(by run: RunRecord) -> Bool {
        digests.map { $0.contains(run.digest) } ?? (run.name == name)
    }

    var json: JSONValue {
        let list = digests.map { JSONValue.array($0.map(JSONValue.string)) }
        return ["name": .string(name), "digests": list ?? .null]
    }

    /// A run of which only the name is known.
    init(name: String) {
        self.name = name
        digests = nil
    }

    init(_ run: PlannedRun) {
        name = run.name
        digests = run.startsFrom == nil ? run.candidates.map(\.digest) : nil
    }

    /// - Returns: `nil` if the value isn't one.
    init?(_ json: JSONValue) {
        guard let name = json["name"]?.text else { return nil }
        self.name = name
        // Earlier versions wrote one digest.
        digests =
            json["digests"]?.elements?.compactMap(\.text) ?? json["digest"]?.text.map { [$0] }
    }
}

extension Ledger {
    private static let plannedKey = "planned"
    private static let listKey = "list"
    private static let optionsKey = "options"

    /// Records which runs a session's list wants.
    ///
    /// - Parameters:
    ///   - list: the path of the list; `nil` if it has none, as that of standard input.
    ///   - options: the options that a command which continues the session repeats.
    func setPlannedRuns(
        _ plan: Plan, list: String?, options: [[String]] = []
    ) throws(LedgerError) {
        let entries = plan.runs.map { PlannedRunEntry($0).json }
        try setValue(Self.plannedKey, JSONValue.array(entries).line)
        try setValue(Self.listKey, list ?? "")
        let words = options.map { JSONValue.array($0.map(JSONValue.string)) }
        try setValue(Self.optionsKey, JSONValue.array(words).line)
    }

    /// The runs that the last session's list wants, in film order; empty if an earlier version made
    /// the production.
    func plannedRuns() throws(LedgerError) -> [PlannedRunEntry] {
        try array(Self.plannedKey).compactMap { PlannedRunEntry($0) }
    }

    private func array(_ key: String) throws(LedgerError) -> [JSONValue] {
        try value(key).flatMap { try? JSONValue(parsing: Data($0.utf8)) }?.elements ?? []
    }

    /// The path of the last session's list; `nil` if it isn't known.
    func listPath() throws(LedgerError) -> String? {
        try value(Self.listKey).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The options that a command which continues the last session repeats, each with its value.
    func repeatedOptions() throws(LedgerError) -> [[String]] {
        try array(Self.optionsKey).map { ($0.elements ?? []).compactMap(\.text) }
    }
}
