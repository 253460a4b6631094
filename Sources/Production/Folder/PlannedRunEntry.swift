import DailiesJSON
import DailiesLedger
import DailiesPlanning

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
