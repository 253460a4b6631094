import DailiesJSON

/// A shot list as written, before its layers are merged: the same for every file format.
struct ListDocument {
    var title: String?
    var provider: String?
    var model: String?
    var presets: [String] = []
    var defaults: [String: JSONValue] = [:]
    var shots: [Entry] = []
    var problems: [ListProblem] = []

    /// A shot as written.
    struct Entry {
        /// The position in the list, from 0; it identifies a shot without an id.
        let index: Int
        /// The fields; a `null` removes the value of a lower layer.
        let fields: [String: JSONValue]
    }

    init(title: String, prompts: [String]) {
        self.title = title
        shots = prompts.enumerated().map { index, prompt in
            Entry(index: index, fields: ["prompt": .string(prompt)])
        }
        checkShots()
    }

    init(_ json: JSONValue) {
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
        title = text("title", in: members)
        provider = text("provider", in: members)
        model = text("model", in: members)
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
