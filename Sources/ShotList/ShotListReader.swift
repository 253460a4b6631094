import DailiesJSON
package import Foundation

/// Reads a shot list and reports every problem at once.
package struct ShotListReader: Sendable {
    private let book: PresetBook
    private let flags: Flags

    /// The settings from the command line, which override the list.
    package struct Flags: Sendable {
        package var presets: [String] = []
        package var provider: String?

        package init(presets: [String] = [], provider: String? = nil) {
            self.presets = presets
            self.provider = provider
        }
    }

    /// The list if it has no problems; otherwise every problem.
    package struct Reading: Sendable {
        package let title: String
        package let list: ShotList?
        package let problems: [ListProblem]
    }

    package init(book: PresetBook, flags: Flags = Flags()) {
        self.book = book
        self.flags = flags
    }

    /// Reads the content of a list file; the file name determines the format, and the title if the
    /// list has none.
    package func read(_ bytes: Data, fileName: String) -> Reading {
        let name = fileName as NSString
        let stem = name.deletingPathExtension
        switch name.pathExtension.lowercased() {
        case "json": return readJSON(bytes, stem: stem)
        case "txt": return readText(bytes, stem: stem)
        default:
            let problem = ListProblem(
                "\"\(fileName)\" isn't a supported shot list; use a .json or .txt file")
            return Reading(title: stem, list: nil, problems: [problem])
        }
    }

    private func readText(_ bytes: Data, stem: String) -> Reading {
        guard let text = String(data: bytes, encoding: .utf8) else {
            let problem = ListProblem("the file isn't UTF-8 text; save it as UTF-8")
            return Reading(title: stem, list: nil, problems: [problem])
        }
        let prompts = text.split(whereSeparator: \.isNewline)
            .map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty && !$0.hasPrefix("#") }
        return resolve(ListDocument(title: stem, prompts: prompts), stem: stem)
    }

    private func readJSON(_ bytes: Data, stem: String) -> Reading {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: bytes)
        } catch {
            let problem = ListProblem("the file isn't JSON: \(error.reason)")
            return Reading(title: stem, list: nil, problems: [problem])
        }
        var document = ListDocument(json)
        document.problems += JSONValue.duplicateMembers(in: bytes).map {
            ListProblem(field: $0.name, "it is there twice, again in line \($0.line); keep one")
        }
        return resolve(document, stem: stem)
    }

    /// Merges the layers of each shot and reads it: model profile < presets < `defaults` < shot <
    /// presets of the command line; a later layer overrides an earlier one.
    private func resolve(_ document: ListDocument, stem: String) -> Reading {
        var problems = document.problems
        let title = document.title ?? stem
        problems += Self.titleProblems(title)
        let modelID = document.model ?? PresetBook.defaultModel
        let model: ModelProfile
        do {
            model = try book.model(modelID)
        } catch {
            problems += error.messages.map { ListProblem(field: "model", $0) }
            return Reading(title: title, list: nil, problems: problems)
        }
        let provider = flags.provider ?? document.provider ?? PresetBook.defaultProvider
        guard let host = model.hosts[provider] else {
            let hosts = model.hosts.keys.sorted().joined(separator: ", ")
            problems.append(
                ListProblem(
                    field: "provider",
                    "\(provider) doesn't host \(model.name); its providers: \(hosts)"))
            return Reading(title: title, list: nil, problems: problems)
        }
        var base = ShotFields.defaults(of: model)
        base.merge(fields(ofPresets: document.presets, &problems)) { $1 }
        base.merge(document.defaults) { $1 }
        let flagFields = fields(ofPresets: flags.presets, &problems)

        var shots: [Shot] = []
        for (index, entry) in document.shots.enumerated() {
            let fields = entry.fields
            let id = Self.id(entry)
            if let value = fields["id"], value.text == nil, value != .null {
                problems.append(
                    ListProblem(
                        shot: String(entry.index + 1), field: "id",
                        "it is \(value.kind); write a text in quotes, such as \"010\""))
            }
            // A shot's own prompt replaces an inherited one of the other kind.
            var inherited = base
            if fields["prompt"] ?? .null != .null { inherited["multi_prompt"] = nil }
            if fields["multi_prompt"] ?? .null != .null {
                inherited["prompt"] = nil
                // The durations of its elements determine the shot's.
                inherited["duration"] = nil
            }
            let merged = inherited.merging(fields) { $1 }
            var reader = ShotReader(
                id: id, fields: merged.merging(flagFields) { $1 },
                ownFields: Set(fields.filter { $0.value != .null }.keys),
                hasPrevious: index > 0, model: model, provider: provider, host: host)
            if let shot = reader.read() { shots.append(shot) }
            problems += reader.problems
        }
        problems += FilmChecks.problems(
            ids: document.shots.map(Self.id),
            shots: shots, model: model)
        let list = ShotList(
            title: title, provider: provider, model: model, host: host, shots: shots)
        return Reading(title: title, list: problems.isEmpty ? list : nil, problems: problems)
    }

    /// The shot fields of several presets; a later preset overrides an earlier one.
    private func fields(
        ofPresets names: [String], _ problems: inout [ListProblem]
    ) -> [String: JSONValue] {
        var fields: [String: JSONValue] = [:]
        for name in names {
            do {
                fields.merge(try book.preset(name)) { $1 }
            } catch {
                problems += error.messages.map { ListProblem(field: "preset", $0) }
            }
        }
        return fields
    }

    /// The id of a shot; without one, shots are numbered in tens, as in film, to leave room for
    /// inserts.
    private static func id(_ entry: ListDocument.Entry) -> String {
        if let written = entry.fields["id"]?.text { return written }
        let number = String((entry.index + 1) * 10)
        return String(repeating: "0", count: max(0, 3 - number.count)) + number
    }

    private static func titleProblems(_ title: String) -> [ListProblem] {
        let isValid =
            !title.isEmpty && title.utf8.count <= 100 && !title.hasPrefix(".")
            && !title.hasPrefix("-")
            && title.unicodeScalars.allSatisfy { $0 != "/" && $0.value >= 32 && $0.value != 127 }
        return isValid
            ? []
            : [
                ListProblem(
                    field: "title",
                    "it is used as a file name: use 1 to 100 bytes without \"/\" or line breaks, "
                        + "not starting with \".\" or \"-\"")
            ]
    }
}
