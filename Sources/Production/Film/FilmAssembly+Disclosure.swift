import DailiesAssembly
import DailiesDisclosure
import DailiesLedger
import DailiesPlanning
import DailiesReporting
import DailiesShotList
import DailiesThreads
import DailiesVerification

// How a film says that AI models made it.
extension FilmAssembly {
    /// The metadata of a joined file.
    ///
    /// The creation time is that of the newest take's request, so that the same takes give the same
    /// file.
    func metadata(
        title: String, _ clips: [FilmClip], chapters: [String]?, isFilm: Bool
    ) -> FilmMetadata {
        var metadata = FilmMetadata(title: title, chapters: chapters)
        metadata.disclosure.creationTime = clips.compactMap { $0.take?.run.intendedAt }.max()
            .map { Int($0 / 1_000_000) }
        // AI models make every take, whether or not its file says so.
        metadata.disclosure.clipsAreSynthetic = true
        metadata.disclosure.marking = disclosure.isOn ? .always : .never
        if disclosure.isOn, disclosure.includesPrompts, isFilm {
            metadata.disclosure.prompts = clips.flatMap {
                $0.take?.run.request?.content.prompts ?? []
            }
        }
        return metadata
    }

    /// What the report says about a film that is there, read from its file and those of its takes.
    func disclosure(
        of clips: [FilmClip], in file: String
    ) async throws -> DailiesReport.FilmEntry.Disclosure? {
        let path = folder.place(file)
        let takes = clips.compactMap { clip in
            clip.take.map { take in
                // Measured when the take was verified; earlier versions didn't look for marks.
                (
                    name: clip.name, path: folder.place(clip.file), model: take.run.model,
                    marks: take.measurement?.disclosure
                )
            }
        }
        return try await onOwnThread(named: "read marks") { [plan, settings] in
            guard let film = try? DisclosureMarks(path: path) else { return nil }
            let marked = takes.filter {
                ($0.marks ?? (try? DisclosureMarks(path: $0.path)))?.c2pa.state ?? .absent
                    != .absent
            }
            var models: [String] = []
            for take in takes {
                let name = plan.models[take.model]?.name ?? take.model
                if !models.contains(name) { models.append(name) }
            }
            return DailiesReport.FilmEntry.Disclosure(
                marks: film, models: models, label: settings.label?.text,
                takesWithManifest: marked.map(\.name))
        }
    }
}

extension Shot.Content {
    /// The prompts in the order of the sections.
    fileprivate var prompts: [String] {
        switch self {
        case .prompt(let prompt): [prompt]
        case .multiPrompt(let elements): elements.map(\.prompt)
        }
    }
}
