import DailiesJSON
import Foundation

/// Reads a shot list and reports every problem at once.
package struct ShotListReader: Sendable {
    private let book: PresetBook
    private let flags: Flags

    /// The settings from the command line, which override the list.
    package struct Flags: Sendable {
        package var presets: [String] = []
        /// The providers of all shots, in order of preference; `nil` for those of the list.
        package var providers: [String]?
        package var film = ListedFilm()

        package init(
            presets: [String] = [], providers: [String]? = nil, film: ListedFilm = ListedFilm()
        ) {
            self.presets = presets
            self.providers = providers
            self.film = film
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

    /// Merges the layers of each shot and reads it: model profile < presets < the list's model and
    /// provider < `defaults` < shot < presets of the command line; a later layer overrides an earlier
    /// one.
    package func read(_ document: ListDocument) -> Reading {
        var problems = document.problems
        let title = document.title
        guard !document.isUnreadable else {
            return Reading(title: title, list: nil, problems: problems)
        }
        problems += Self.titleProblems(title)
        var base = fields(ofPresets: document.presets, &problems)
        base.merge(document.sources) { $1 }
        base.merge(document.defaults) { $1 }
        let flagFields = fields(ofPresets: flags.presets, &problems)

        var shots: [Shot] = []
        for (index, entry) in document.shots.enumerated() {
            if let value = entry.fields["id"], value.text == nil, value != .null {
                problems.append(
                    ListProblem(
                        shot: String(entry.index + 1), field: "id",
                        "it is \(value.kind); write a text in quotes, such as \"010\""))
            }
            let (shot, found) = read(
                entry, inheriting: base, flagFields, hasPrevious: index > 0)
            shots += [shot].compactMap(\.self)
            // What is wrong with an inherited model is told once.
            problems += found.filter { $0.shot != nil || !problems.contains($0) }
        }
        let film = document.film.overridden(by: flags.film)
        problems += FilmChecks.problems(ids: document.shots.map(Self.id), shots: shots, film: film)
        let list = ShotList(title: title, film: film, shots: shots)
        return Reading(title: title, list: problems.isEmpty ? list : nil, problems: problems)
    }

    /// Reads a shot as it is bought from each of its providers.
    private func read(
        _ entry: ListDocument.Entry, inheriting base: [String: JSONValue],
        _ flagFields: [String: JSONValue], hasPrevious: Bool
    ) -> (Shot?, [ListProblem]) {
        let fields = entry.fields
        let id = Self.id(entry)
        // A shot's own prompt replaces an inherited one of the other kind.
        var inherited = base
        if fields["prompt"] ?? .null != .null { inherited["multi_prompt"] = nil }
        if fields["multi_prompt"] ?? .null != .null {
            inherited["prompt"] = nil
            // The durations of its elements determine the shot's.
            inherited["duration"] = nil
        }
        let merged = inherited.merging(fields) { $1 }.merging(flagFields) { $1 }
        let ownFields = Set(fields.filter { $0.value != .null }.keys)
        let sources = ShotSources(
            merged, ownFields: ownFields, shot: id, book: book, flags.providers)
        guard let model = sources.model else { return (nil, sources.problems) }
        var shots: [Shot] = []
        var problems = sources.problems
        for (provider, host) in sources.hosts {
            var reader = ShotReader(
                id: id, fields: ShotFields.defaults(of: model).merging(merged) { $1 },
                ownFields: ownFields, hasPrevious: hasPrevious, model: model, provider: provider,
                host: host)
            shots += [reader.read()].compactMap(\.self)
            problems += reader.problems.filter { !problems.contains($0) }
        }
        guard problems.isEmpty, var shot = shots.first else { return (nil, problems) }
        shot.alternatives = Array(shots.dropFirst())
        return (shot, [])
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
