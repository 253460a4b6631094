import DailiesJSON
import Foundation

// Lists as JSON: one object, or an object a line.
extension ListDocument {
    mutating func readJSON() {
        let document = JSONDocument(Data(places.lines.bytes))
        places.add(document, at: "", start: 0)
        report(document)
        guard let value = document.value else {
            isUnreadable = true
            return
        }
        read(value.withoutRemarks(keeping: ShotFields.free))
    }

    /// Adds the flaws of a JSON text.
    ///
    /// - Parameters:
    ///   - start: the offset of the text in the file.
    ///   - entry: the shot that the text is.
    private mutating func report(_ document: JSONDocument, start: Int = 0, entry: Int? = nil) {
        for flaw in document.flaws {
            let place = ListPlace(places.lines.position(at: start + flaw.offset))
            problems.append(
                ListProblem(
                    shot: entry.map { String($0 + 1) }, field: flaw.duplicate, entry: entry,
                    flaw.duplicate == nil
                        ? "the \(entry == nil ? "file" : "line") isn't JSON: \(flaw.wrong)"
                        : flaw.wrong,
                    flaw.correction, place: place))
        }
    }

    private mutating func read(_ json: JSONValue) {
        guard let members = json.members else {
            problems.append(
                ListProblem(
                    "it is \(json.kind)", "write an object: {\"title\": …, \"shots\": […]}"))
            return
        }
        readHead(members)
        readShots(members["shots"])
    }

    /// Reads the fields of the list itself.
    private mutating func readHead(_ members: [String: JSONValue]) {
        self.members = members
        for name in members.keys.sorted() where !ShotFields.listFields.contains(name) {
            problems.append(
                ListProblem(
                    field: name, "unknown field",
                    suggestion(for: name, among: ShotFields.listFields)))
        }
        title = text("title", in: members) ?? title
        sources = members.filter { ShotFields.sourceFields.contains($0.key) && $0.value != .null }
        if let value = members["film"], value != .null { film = ListedFilm(value, &problems) }
        presets = presetNames(members["preset"])
        if let value = members["defaults"], value != .null {
            if let fields = value.members {
                defaults = fields
                checkNames(ofDefaults: fields)
            } else {
                problems.append(
                    ListProblem(field: "defaults", "it is \(value.kind)", "write an object"))
            }
        }
    }

    private mutating func checkNames(ofDefaults fields: [String: JSONValue]) {
        for name in fields.keys.sorted() where fields[name] != .null {
            guard let unknown = ShotFields.unknown(name) else { continue }
            problems.append(
                ListProblem(field: "defaults.\(name)", unknown.wrong, unknown.correction))
        }
    }

    private mutating func text(_ name: String, in members: [String: JSONValue]) -> String? {
        guard let value = members[name], value != .null else { return nil }
        if value.text == nil {
            problems.append(
                ListProblem(field: name, "it is \(value.kind)", "write a text in quotes"))
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
                ListProblem(
                    field: "preset", "it is \(other.kind)",
                    "write a preset's name, or a list of names"))
            return []
        }
    }

    private mutating func readShots(_ value: JSONValue?) {
        guard let entries = value?.elements else {
            let found = value.map { "it is \($0.kind)" } ?? "it is missing"
            problems.append(ListProblem(field: "shots", found, "write a list of shots"))
            return
        }
        for (index, entry) in entries.enumerated() { add(entry, index) }
        checkShots()
    }

    private mutating func add(_ entry: JSONValue, _ index: Int) {
        if let fields = entry.members {
            shots.append(Entry(index: index, fields: fields))
        } else {
            problems.append(
                ListProblem(
                    shot: String(index + 1), entry: index, "it is \(entry.kind)",
                    "write an object: {\"prompt\": …}"))
        }
    }

    /// Reads a shot a line; the first line may have the fields of the list itself.
    mutating func readJSONLines() {
        if isOneValue {
            fail(
                ListProblem(
                    "it is one JSON value on several lines",
                    "name the file .json, or write each shot on a line of its own"))
            return
        }
        var index = 0
        for (start, line) in places.lines.trimmed() {
            let document = JSONDocument(Data(line.utf8))
            let value = document.value?.withoutRemarks(keeping: ShotFields.free)
            if index == 0, members.isEmpty, let head = value?.members, Self.isHead(head) {
                places.add(document, at: "", start: start)
                report(document, start: start)
                readHead(head)
                if head["shots"] ?? .null != .null {
                    problems.append(
                        ListProblem(
                            field: "shots", "here each shot is a line of its own",
                            "write them on lines, or name the file .json"))
                }
                continue
            }
            places.add(document, at: ListPlaces.path(ofShot: index), start: start)
            report(document, start: start, entry: index)
            if let value { add(value, index) }
            index += 1
        }
        checkShots()
    }

    /// Whether the fields of a line are those of the list itself: a shot may have some of them too, but
    /// not those alone.
    private static func isHead(_ members: [String: JSONValue]) -> Bool {
        let names = Set(members.keys)
        if !names.isEmpty, names.isSubset(of: ShotFields.listFields) { return true }
        let own = ShotFields.listFields.subtracting(ShotFields.shotFields)
        return !own.isDisjoint(with: names)
            && ShotFields.ownFields.isDisjoint(with: names.subtracting(["note", "scene"]))
    }

    /// Whether the file is one object that goes over several lines.
    private var isOneValue: Bool {
        guard let first = places.lines.trimmed().first,
            JSONDocument(Data(first.text.utf8)).value == nil
        else { return false }
        return JSONDocument(Data(places.lines.bytes)).value != nil
    }
}
