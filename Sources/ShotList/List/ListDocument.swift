import DailiesJSON
package import Foundation

/// A shot list as written, before its layers are merged: the same for every file format.
package struct ListDocument: Sendable {
    /// The list's own title, or the file's name without its extension.
    var title: String
    /// The fields of all shots that the list itself names: `model` and `provider`.
    var sources: [String: JSONValue] = [:]
    var film = ListedFilm()
    var presets: [String] = []
    var defaults: [String: JSONValue] = [:]
    var shots: [Entry] = []
    var problems: [ListProblem] = []
    /// The fields of the list itself, as written.
    var members: [String: JSONValue] = [:]
    var places = ListPlaces()
    /// Whether the file could not be read as a list at all.
    var isUnreadable = false

    /// A shot as written.
    struct Entry: Sendable {
        /// The position in the list, from 0; it identifies a shot without an id.
        let index: Int
        /// The fields; a `null` removes the value of a lower layer.
        let fields: [String: JSONValue]

        /// The shot's id; without one, shots are numbered in tens, as in film, to leave room for
        /// inserts.
        var id: String {
            if let written = fields["id"]?.text { return written }
            let number = String((index + 1) * 10)
            return String(repeating: "0", count: max(0, 3 - number.count)) + number
        }
    }

    /// Reads the content of a list file.
    ///
    /// - Parameter fileName: its extension determines the format, or the content if it has none; its
    ///   stem is the title of a list that has none. `-` is the standard input.
    package init(_ bytes: Data, fileName: String) {
        let name = fileName as NSString
        title = fileName == "-" ? "untitled" : name.deletingPathExtension
        places.lines = TextLines(ListText.utf8(bytes))
        let format = ListFormat(fileExtension: name.pathExtension, content: places.lines)
        if let format {
            read(format)
        } else {
            fail(
                ListProblem(
                    "\"\(fileName)\" isn't a supported shot list",
                    "use a .json, .jsonl, .csv or .txt file"))
        }
    }

    private mutating func read(_ format: ListFormat) {
        if let line = places.lines.firstInvalid {
            return fail(
                ListProblem(
                    "the file isn't UTF-8 text", "save it as UTF-8",
                    place: ListPlace(places.lines.position(at: line))))
        }
        switch format {
        case .json: readJSON()
        case .jsonLines: readJSONLines()
        case .table: readTable()
        case .text: readText()
        }
    }

    /// The model files that the list names, as written: models whose name ends with `.json`.
    package var modelFiles: [String] {
        let named = [sources["model"], defaults["model"]] + shots.map { $0.fields["model"] }
        return Self.files(named.compactMap { $0?.text })
    }

    /// The preset files that the list names, as written: presets whose name ends with `.json`.
    package var presetFiles: [String] { Self.files(presets) }

    /// The names that are those of files, each once.
    package static func files(_ names: [String]) -> [String] {
        var files: [String] = []
        for name in names where name.hasSuffix(".json") && !files.contains(name) {
            files.append(name)
        }
        return files
    }

    mutating func fail(_ problem: ListProblem) {
        isUnreadable = true
        problems.append(problem)
    }

    mutating func checkShots() {
        if shots.isEmpty, !problems.contains(where: { $0.shot != nil || $0.field == "shots" }) {
            problems.append(ListProblem(field: "shots", "it is empty", "write at least one shot"))
        }
    }
}

extension ListDocument {
    /// A problem with its place in the file and the value there.
    ///
    /// The value of a shot's field may be in the list's `defaults`; a missing field's place is that of
    /// the shot. A problem of an option has no place.
    package func located(_ problem: ListProblem) -> ListProblem {
        guard problem.place == nil else { return problem }
        let index =
            problem.entry
            ?? problem.shot.flatMap { id in shots.first { $0.id == id }?.index }
        let path = problem.field ?? ""
        var scopes = ["defaults", ""]
        if problem.shot != nil {
            guard let index else { return problem }
            scopes.insert(ListPlaces.path(ofShot: index), at: 0)
        }
        var located = problem
        for scope in scopes where !path.isEmpty {
            guard let (field, place) = places.nearest(to: path, in: scope) else { continue }
            located.place = place
            located.found = value(at: field, in: scope, shot: index).map(\.shown)
            return located
        }
        guard !problem.isOfOption else { return problem }
        located.place = places[problem.shot == nil ? "" : ListPlaces.path(ofShot: index ?? 0)]
        return located
    }

    private func value(at path: String, in scope: String, shot: Int?) -> JSONValue? {
        let values: JSONValue =
            switch scope {
            case "defaults": .object(defaults)
            case "": .object(members)
            default: .object(shots.first { $0.index == shot }?.fields ?? [:])
            }
        return ListPlaces.steps(path).reduce(values) { value, step in
            switch step {
            case .member(let name): value?.members?[name]
            case .element(let number): value?.elements?.dropFirst(number - 1).first
            }
        }
    }
}
