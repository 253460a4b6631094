import DailiesJSON
import DailiesLedger
import DailiesPlanning
import DailiesReporting
import DailiesShotList
import Foundation

/// What a session's list wants, as far as the report shows it.
///
/// The ledger keeps it, so that the report can be written again without the list.
struct ReportOutline: Sendable, Hashable {
    static let schema = "dailies.outline/1"

    var title: String
    /// The providers that runs may be bought from, in the order in which the film needs them.
    let providers: [String]
    /// The quote of the whole list.
    let quote: Quote
    /// The shots without takes.
    let shots: [DailiesReport.ShotEntry]

    init(_ plan: Plan) {
        title = plan.title
        providers = plan.providers
        quote = plan.quote
        shots = plan.shots.map { planned in
            DailiesReport.ShotEntry(
                id: planned.shot.id, scene: planned.shot.scene, note: planned.shot.note,
                caption: planned.shot.caption, summary: planned.shot.summary,
                duration: planned.shot.duration,
                parts: planned.runs.map { run in
                    var part = DailiesReport.PartEntry(
                        name: run.name, model: plan.models[run.model]?.name ?? run.model,
                        provider: run.provider, request: run.request.shown,
                        quote: run.quoteOfCandidates,
                        isAccepted: false, problem: nil, takes: [])
                    part.part = run.part
                    return part
                }, file: nil)
        }
    }

    /// What the runs of a ledger say of a list that it doesn't have, with the texts and the order of the
    /// last report.
    init(title: String, runs: [RunRecord], _ report: ReportedFilm) {
        self.title = title
        let runOfTake = Dictionary(
            runs.map { ($0.takeName, $0.name) }, uniquingKeysWith: { first, _ in first })
        var shots: [DailiesReport.ShotEntry] = []
        for run in runs {
            guard var request = run.request?.shown else { continue }
            // A list names the run whose last picture is meant, and a run the take.
            if let name = request.start?.lastPictureName.flatMap({ runOfTake[$0] }) {
                request.start = .lastPicture(of: name)
            }
            if shots.last(where: { $0.id == run.shot }) == nil {
                let texts = report.shots[run.name]
                shots.append(
                    DailiesReport.ShotEntry(
                        id: run.shot, scene: texts?.scene, note: texts?.note,
                        caption: texts?.caption, summary: request.content.summary,
                        duration: 0, parts: [], file: nil))
            }
            guard let index = shots.firstIndex(where: { $0.id == run.shot }),
                !shots[index].parts.contains(where: { $0.name == run.name })
            else { continue }
            var part = DailiesReport.PartEntry(
                name: run.name, model: run.model, provider: run.provider, request: request,
                quote: Quote(expected: run.quote, worst: run.quote), isAccepted: false,
                problem: nil, takes: [])
            part.part = run.part
            shots[index].parts.append(part)
            shots[index].duration += request.seconds
        }
        // The runs of a rebuilt ledger are in the order of their names; new ones come last.
        let places = Dictionary(
            report.runs.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        func place(_ index: Int) -> (Int, Int) {
            (shots[index].parts.first.flatMap { places[$0.name] } ?? .max, index)
        }
        shots = shots.indices.sorted { place($0) < place($1) }.map { shots[$0] }
        self.shots = shots
        providers = Set(runs.map(\.provider)).sorted()
        quote = shots.flatMap(\.parts).map(\.quote).sum
    }
}

// MARK: The form in which the ledger keeps it

extension ReportOutline {
    var json: JSONValue {
        [
            "schema": .string(Self.schema), "title": .string(title),
            "providers": .array(providers.map(JSONValue.string)), "quote": quote.json,
            "shots": .array(shots.map(Self.json)),
        ]
    }

    private static func json(_ shot: DailiesReport.ShotEntry) -> JSONValue {
        [
            "id": .string(shot.id), "scene": .optional(shot.scene), "note": .optional(shot.note),
            "caption": .optional(shot.caption), "summary": .string(shot.summary),
            "duration": .integer(shot.duration),
            "parts": .array(
                shot.parts.map { part in
                    [
                        "name": .string(part.name), "part": .optional(part.part),
                        "model": .string(part.model), "provider": .string(part.provider),
                        "request": part.request.json, "quote": part.quote.json,
                    ]
                }),
        ]
    }

    /// - Returns: `nil` if the value isn't one.
    init?(_ json: JSONValue) {
        guard json["schema"]?.text == Self.schema else { return nil }
        self.init(json, quote: json["quote"])
    }

    /// What `report.json` says of the list that it is about.
    ///
    /// - Returns: `nil` if the value isn't a report, or that of an earlier version which says less.
    init?(report json: JSONValue) {
        guard json["schema"]?.text == DailiesReport.schema else { return nil }
        self.init(json, quote: json["money"]?["quote"])
    }

    private init?(_ json: JSONValue, quote: JSONValue?) {
        guard let title = json["title"]?.text, let quote = quote.flatMap({ Quote($0) }),
            let shots = json["shots"]?.elements
        else { return nil }
        self.title = title
        providers = (json["providers"]?.elements ?? []).compactMap(\.text)
        self.quote = quote
        self.shots = shots.compactMap(Self.shot)
        guard self.shots.count == shots.count else { return nil }
    }

    private static func shot(_ json: JSONValue) -> DailiesReport.ShotEntry? {
        guard let id = json["id"]?.text, let summary = json["summary"]?.text,
            let duration = json["duration"]?.integer, let list = json["parts"]?.elements
        else { return nil }
        let parts = list.compactMap(part)
        guard parts.count == list.count else { return nil }
        return DailiesReport.ShotEntry(
            id: id, scene: json["scene"]?.text, note: json["note"]?.text,
            caption: json["caption"]?.text, summary: summary, duration: duration, parts: parts,
            file: nil)
    }

    private static func part(_ json: JSONValue) -> DailiesReport.PartEntry? {
        guard let name = json["name"]?.text, let model = json["model"]?.text,
            let provider = json["provider"]?.text,
            let request = json["request"].flatMap({ RunRequest($0) }),
            let quote = json["quote"].flatMap({ Quote($0) })
        else { return nil }
        var part = DailiesReport.PartEntry(
            name: name, model: model, provider: provider, request: request, quote: quote,
            isAccepted: false, problem: nil, takes: [])
        part.part = json["part"]?.text
        return part
    }
}

extension Quote {
    /// Reads what `json` writes; `nil` if the value isn't that.
    fileprivate init?(_ json: JSONValue) {
        guard let expected = json["expected"]?.text.flatMap({ Money(decimal: $0) }),
            let worst = json["worst"]?.text.flatMap({ Money(decimal: $0) })
        else { return nil }
        self.init(expected: expected, worst: worst, isComplete: json["complete"]?.bool ?? true)
    }
}

extension Ledger {
    private static let outlineKey = "outline"

    /// Records what a session's list wants.
    func setOutline(_ outline: ReportOutline) throws(LedgerError) {
        try setValue(Self.outlineKey, outline.json.line)
    }

    /// What the last session's list wants; `nil` if the ledger was rebuilt since, or if an earlier version
    /// wrote it.
    func outline() throws(LedgerError) -> ReportOutline? {
        try value(Self.outlineKey)
            .flatMap { try? JSONValue(parsing: Data($0.utf8)) }.flatMap { ReportOutline($0) }
    }
}
