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

    /// What was read of a list.
    package struct Reading: Sendable {
        package let title: String
        /// The list; `nil` if it has problems.
        package let list: ShotList?
        /// Every problem, with its place.
        package let problems: [ListProblem]
        /// Every shot that could be read, with or without problems; used to check the files that they
        /// name.
        package let readable: ShotList
        /// The shots without problems, which can be planned.
        package let valid: ShotList
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
            let nothing = ShotList(title: title, film: ListedFilm(), shots: [])
            return Reading(
                title: title, list: nil, problems: problems.map(document.located),
                readable: nothing, valid: nothing)
        }
        problems += Self.titleProblems(title)
        let presets = presets(document.presets, field: "preset", &problems)
        let flagged = self.presets(flags.presets, field: "--preset", &problems)
        var base = Self.fields(of: presets)
        base.merge(document.sources) { $1 }
        base.merge(document.defaults) { $1 }
        let flagFields = Self.fields(of: flagged)

        var drafts: [Draft] = []
        for entry in document.shots {
            var found: [ListProblem] = []
            if let value = entry.fields["id"], value.text == nil, value != .null {
                found.append(
                    ListProblem(
                        shot: String(entry.index + 1), field: "id", "it is \(value.kind)",
                        "write a text in quotes, such as \"010\""))
            }
            let (shot, others) = read(entry, inheriting: base, flagFields)
            found += others
            if let shot {
                drafts.append(Draft(index: entry.index, shot: shot, isValid: found.isEmpty))
            }
            // What is wrong with an inherited model is told once.
            problems += found.filter { $0.shot != nil || !problems.contains($0) }.map { problem in
                var problem = problem
                if problem.shot != nil { problem.entry = entry.index }
                return problem
            }
        }
        var film = presets.reduce(ListedFilm()) { $0.overridden(by: $1.film) }
        film = film.overridden(by: document.film)
        film = flagged.reduce(film) { $0.overridden(by: $1.film) }.overridden(by: flags.film)
        let session = (presets + flagged).reduce(PresetSession()) {
            $0.overridden(by: $1.session)
        }
        let valid = drafts.filter(\.isValid).map(\.shot)
        problems += FilmChecks.problems(document.shots, shots: valid, film: film)
        func list(_ shots: [Shot]) -> ShotList {
            ShotList(title: title, film: film, shots: shots, session: session)
        }
        return Reading(
            title: title, list: problems.isEmpty ? list(valid) : nil,
            problems: problems.map(document.located), readable: list(drafts.map(\.shot)),
            valid: list(Self.plannable(drafts)))
    }

    /// What could be read of a shot.
    private struct Draft {
        /// The shot's position in the list, from 0.
        let index: Int
        let shot: Shot
        /// Whether it has no problems.
        let isValid: Bool
    }

    /// The shots without problems, except those that continue a shot with problems.
    private static func plannable(_ drafts: [Draft]) -> [Shot] {
        var shots: [Shot] = []
        var lastPlanned: Int?
        for draft in drafts where draft.isValid {
            guard draft.shot.start != .previousShot || lastPlanned == draft.index - 1 else {
                continue
            }
            shots.append(draft.shot)
            lastPlanned = draft.index
        }
        return shots
    }

    /// Reads a shot as it is bought from each of its providers; one with problems is what could be read
    /// of it, and `nil` if its model or its providers aren't known.
    private func read(
        _ entry: ListDocument.Entry, inheriting base: [String: JSONValue],
        _ flagFields: [String: JSONValue]
    ) -> (Shot?, [ListProblem]) {
        let fields = entry.fields
        let id = entry.id
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
        guard let model = sources.model, !sources.hosts.isEmpty else {
            let name = merged["model"]?.text ?? PresetBook.defaultModel
            var reader = ShotReader(
                id: id, fields: merged, ownFields: ownFields, hasPrevious: entry.index > 0,
                model: sources.model ?? .unrestricted(name), provider: "", host: .unrestricted)
            reader.checkWithoutModel()
            return (nil, sources.problems + reader.problems)
        }
        var shots: [Shot] = []
        var problems = sources.problems
        for (provider, host) in sources.hosts {
            var reader = ShotReader(
                id: id, fields: ShotFields.defaults(of: model).merging(merged) { $1 },
                ownFields: ownFields, hasPrevious: entry.index > 0, model: model,
                provider: provider, host: host)
            shots.append(reader.read())
            problems += reader.problems.filter { !problems.contains($0) }
        }
        guard var shot = shots.first else { return (nil, problems) }
        shot.alternatives = Array(shots.dropFirst())
        return (shot, problems)
    }

    /// The presets of these names that can be used.
    private func presets(
        _ names: [String], field: String, _ problems: inout [ListProblem]
    ) -> [ShotPreset] {
        var presets: [ShotPreset] = []
        for name in names {
            do {
                presets.append(try book.preset(name))
            } catch {
                problems += error.problems.map {
                    ListProblem(field: field, $0.wrong, $0.correction)
                }
                presets += [error.meant].compactMap(\.self)
            }
        }
        return presets
    }

    /// The shot fields of several presets; a later preset overrides an earlier one.
    private static func fields(of presets: [ShotPreset]) -> [String: JSONValue] {
        presets.reduce(into: [:]) { $0.merge($1.shot) { $1 } }
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
                    field: "title", "it is used as a file name",
                    "use 1 to 100 bytes without \"/\" or line breaks, "
                        + "not starting with \".\" or \"-\"")
            ]
    }
}
