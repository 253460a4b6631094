import DailiesJSON
package import Foundation

/// A shot list as written, before its layers are merged: the same for every file format.
package struct ListDocument: Sendable {
    /// The list's own title, or the file's name without its extension.
    private(set) var title: String
    /// The fields of all shots that the list itself names: `model` and `provider`.
    var sources: [String: JSONValue] = [:]
    var film = ListedFilm()
    var presets: [String] = []
    var defaults: [String: JSONValue] = [:]
    var shots: [Entry] = []
    var problems: [ListProblem] = []

    /// A shot as written.
    struct Entry: Sendable {
        /// The position in the list, from 0; it identifies a shot without an id.
        let index: Int
        /// The fields; a `null` removes the value of a lower layer.
        let fields: [String: JSONValue]
    }

    /// Whether the file could not be read as a list at all.
    private(set) var isUnreadable = false

    /// Reads the content of a list file; the file name determines the format, and the title if the
    /// list has none.
    package init(_ bytes: Data, fileName: String) {
        let name = fileName as NSString
        title = name.deletingPathExtension
        switch name.pathExtension.lowercased() {
        case "json": readJSON(bytes)
        case "txt": readText(bytes)
        default: fail("\"\(fileName)\" isn't a supported shot list; use a .json or .txt file")
        }
    }

    /// The model files that the list names, as written: models whose name ends with `.json`.
    package var modelFiles: [String] {
        let named = [sources["model"], defaults["model"]] + shots.map { $0.fields["model"] }
        var files: [String] = []
        for name in named.compactMap({ $0?.text })
        where name.hasSuffix(".json") && !files.contains(name) {
            files.append(name)
        }
        return files
    }

    private mutating func fail(_ message: String) {
        isUnreadable = true
        problems = [ListProblem(message)]
    }

    private mutating func readText(_ bytes: Data) {
        guard let text = String(data: bytes, encoding: .utf8) else {
            return fail("the file isn't UTF-8 text; save it as UTF-8")
        }
        let prompts = text.split(whereSeparator: \.isNewline)
            .map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty && !$0.hasPrefix("#") }
        shots = prompts.enumerated().map { index, prompt in
            Entry(index: index, fields: ["prompt": .string(prompt)])
        }
        checkShots()
    }

    private mutating func readJSON(_ bytes: Data) {
        do {
            read(try JSONValue(parsing: bytes))
        } catch {
            return fail("the file isn't JSON: \(error.reason)")
        }
        problems += JSONValue.duplicateMembers(in: bytes).map {
            ListProblem(field: $0.name, "it is there twice, again in line \($0.line); keep one")
        }
    }

    private mutating func read(_ json: JSONValue) {
        guard let members = json.members else {
            problems = [
                ListProblem("it is \(json.kind); write an object: {\"title\": …, \"shots\": […]}")
            ]
            return
        }
        for name in members.keys.sorted() where !ShotFields.listFields.contains(name) {
            let near = nearest(to: name, among: ShotFields.listFields)
            let advice = near.map { "did you mean \"\($0)\"?" } ?? "leave it out"
            problems.append(ListProblem(field: name, "unknown field; \(advice)"))
        }
        title = text("title", in: members) ?? title
        sources = members.filter { ShotFields.sourceFields.contains($0.key) && $0.value != .null }
        if let value = members["film"], value != .null { film = ListedFilm(value, &problems) }
        presets = presetNames(members["preset"])
        if let value = members["defaults"], value != .null {
            if let fields = value.members {
                defaults = fields
            } else {
                problems.append(
                    ListProblem(field: "defaults", "it is \(value.kind); write an object"))
            }
        }
        readShots(members["shots"])
    }

    private mutating func text(_ name: String, in members: [String: JSONValue]) -> String? {
        guard let value = members[name], value != .null else { return nil }
        if value.text == nil {
            problems.append(ListProblem(field: name, "it is \(value.kind); write a text in quotes"))
        }
        return value.text
    }

    private mutating func presetNames(_ value: JSONValue?) -> [String] {
        switch value {
        case nil, .null?: return []
        case .string(let name)?: return [name]
        case .array(let names)? where names.allSatisfy({ $0.text != nil }):
            return names.compactMap(\.text)
        case let other?:
            problems.append(
                ListProblem(field: "preset", "it is \(other.kind); write a preset's name"))
            return []
        }
    }

    private mutating func readShots(_ value: JSONValue?) {
        guard let entries = value?.elements else {
            let found = value.map { "it is \($0.kind)" } ?? "it is missing"
            problems.append(ListProblem(field: "shots", "\(found); write a list of shots"))
            return
        }
        for (index, entry) in entries.enumerated() {
            if let fields = entry.members {
                shots.append(Entry(index: index, fields: fields))
            } else {
                problems.append(
                    ListProblem(
                        shot: String(index + 1),
                        "it is \(entry.kind); write an object: {\"prompt\": …}"))
            }
        }
        checkShots()
    }

    private mutating func checkShots() {
        if shots.isEmpty {
            problems.append(ListProblem(field: "shots", "it is empty; write at least one shot"))
        }
    }
}
