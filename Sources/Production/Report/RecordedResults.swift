import DailiesDisclosure
import DailiesJSON
import DailiesLedger
import DailiesReporting
import Foundation

/// The results of a session as the ledger keeps them, for a report that is written later: what no other
/// record says.
struct RecordedResults: Sendable {
    static let schema = "dailies.results/1"

    /// The ledger's id of the session.
    let session: Int64
    /// The name of the take that went into the film, or why there is none, by run.
    let runs: [String: Outcome]
    /// What came of the runs that the list doesn't need, by the name of the take.
    let leftovers: [String: Outcome]
    /// The joined files.
    let film: FilmAssembly.Result

    /// What came of a run.
    enum Outcome: Sendable, Hashable {
        case accepted(take: String)
        /// There is no take.
        case missing(RunOutcome)
    }

    init(
        session: Int64, outcomes: [String: RunOutcome], leftovers: [Leftovers.Outcome],
        film: FilmAssembly.Result
    ) {
        self.session = session
        runs = outcomes.mapValues(Outcome.init)
        self.leftovers = Dictionary(
            leftovers.map { ($0.run.takeName, Outcome($0.outcome)) },
            uniquingKeysWith: { first, _ in first })
        self.film = film
    }

    /// The names of the runs that had no take for the film.
    var missing: Set<String> {
        Set(runs.filter { if case .missing = $0.value { true } else { false } }.keys)
    }

    var json: JSONValue {
        [
            "schema": .string(Self.schema), "session": .integer(Int(session)),
            "runs": .object(runs.mapValues(\.json)),
            "leftovers": .object(leftovers.mapValues(\.json)),
            "film": film.film?.recorded ?? .null,
            "partialFilm": film.partialFilm?.recorded ?? .null,
            "problem": .optional(film.problem),
            "shots": .object(film.shots.mapValues(JSONValue.string)),
        ]
    }

    /// - Returns: `nil` if the value isn't one.
    init?(_ json: JSONValue) {
        guard json["schema"]?.text == Self.schema, let session = json["session"]?.integer else {
            return nil
        }
        self.session = Int64(session)
        runs = (json["runs"]?.members ?? [:]).compactMapValues { Outcome($0) }
        leftovers = (json["leftovers"]?.members ?? [:]).compactMapValues { Outcome($0) }
        film = FilmAssembly.Result(
            film: json["film"].flatMap { DailiesReport.FilmEntry(recorded: $0) },
            partialFilm: json["partialFilm"].flatMap { DailiesReport.FilmEntry(recorded: $0) },
            problem: json["problem"]?.text,
            shots: (json["shots"]?.members ?? [:]).compactMapValues(\.text))
    }
}

extension RecordedResults.Outcome {
    fileprivate init(_ outcome: RunOutcome) {
        self = outcome.take.map { .accepted(take: $0.run.takeName) } ?? .missing(outcome)
    }

    fileprivate var json: JSONValue {
        switch self {
        case .accepted(let take): ["outcome": "accepted", "take": .string(take)]
        case .missing(let outcome):
            [
                "outcome": .string(outcome.word), "reason": .optional(outcome.reason),
                "cap": .optional(outcome.cap?.rawValue),
            ]
        }
    }

    fileprivate init?(_ json: JSONValue) {
        if let take = json["take"]?.text {
            self = .accepted(take: take)
        } else if let word = json["outcome"]?.text,
            let outcome = RunOutcome(
                word, reason: json["reason"]?.text ?? "",
                cap: json["cap"]?.text.flatMap { Caps.Kind(rawValue: $0) })
        {
            self = .missing(outcome)
        } else {
            return nil
        }
    }
}

extension RunOutcome {
    /// The word by which the ledger records the outcome.
    fileprivate var word: String {
        switch self {
        case .accepted: "accepted"
        case .failed: "failed"
        case .open: "open"
        case .unknown: "unknown"
        case .leftOut: "left-out"
        case .capReached: "cap-reached"
        case .unavailable: "unavailable"
        case .accountRefused: "account-refused"
        }
    }

    /// The reason without the words that `problem` adds; `nil` if there is none.
    fileprivate var reason: String? {
        switch self {
        case .failed(let reason), .open(let reason), .unknown(let reason),
            .capReached(_, let reason), .unavailable(let reason), .accountRefused(let reason):
            reason
        case .accepted, .leftOut: nil
        }
    }

    /// - Parameter cap: the kind of the cap that was reached; `nil` if the record doesn't say it.
    fileprivate init?(_ word: String, reason: String, cap: Caps.Kind?) {
        switch word {
        case "failed": self = .failed(reason: reason)
        case "open": self = .open(reason: reason)
        case "unknown": self = .unknown(reason: reason)
        case "left-out": self = .leftOut
        case "cap-reached": self = .capReached(cap ?? .production, reason: reason)
        case "unavailable": self = .unavailable(reason: reason)
        case "account-refused": self = .accountRefused(reason: reason)
        default: return nil
        }
    }
}

extension DailiesReport.FilmEntry {
    /// The entry with what it says about the film's origin.
    fileprivate var recorded: JSONValue {
        ["entry": json, "disclosure": disclosure?.recorded ?? .null]
    }

    fileprivate init?(recorded json: JSONValue) {
        guard var entry = json["entry"].flatMap({ DailiesReport.FilmEntry($0) }) else { return nil }
        entry.disclosure = json["disclosure"].flatMap { Disclosure(recorded: $0) }
        self = entry
    }
}

extension DailiesReport.FilmEntry.Disclosure {
    fileprivate var recorded: JSONValue {
        [
            "marks": JSONValue(encoding: marks),
            "models": .array(models.map(JSONValue.string)), "label": .optional(label),
            "takesWithManifest": .array(takesWithManifest.map(JSONValue.string)),
        ]
    }

    fileprivate init?(recorded json: JSONValue) {
        guard let bytes = json["marks"]?.canonicalBytes,
            let marks = try? JSONDecoder().decode(DisclosureMarks.self, from: bytes)
        else { return nil }
        self.init(
            marks: marks, models: (json["models"]?.elements ?? []).compactMap(\.text),
            label: json["label"]?.text,
            takesWithManifest: (json["takesWithManifest"]?.elements ?? []).compactMap(\.text))
    }
}

extension Ledger {
    private static let resultsKey = "results"

    /// Records the results of the session at work.
    func setResults(
        _ outcomes: [String: RunOutcome], _ leftovers: [Leftovers.Outcome],
        _ film: FilmAssembly.Result
    ) throws(LedgerError) {
        guard let session else { return }
        let results = RecordedResults(
            session: session, outcomes: outcomes, leftovers: leftovers, film: film)
        try setValue(Self.resultsKey, results.json.line)
    }

    /// The results of the last session that came to its end; `nil` if there is none.
    func results() throws(LedgerError) -> RecordedResults? {
        guard let text = try value(Self.resultsKey),
            let json = try? JSONValue(parsing: Data(text.utf8))
        else { return nil }
        return RecordedResults(json)
    }
}
