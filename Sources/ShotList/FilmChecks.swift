/// The rules that concern several shots of one film.
enum FilmChecks {
    /// - Parameters:
    ///   - entries: all shots as written.
    ///   - shots: those without problems of their own.
    static func problems(
        _ entries: [ListDocument.Entry], shots: [Shot], film: ListedFilm
    ) -> [ListProblem] {
        duplicateIDs(entries) + partNameClashes(shots, entries)
            + (film.frameSize == nil ? aspectRatioDifferences(shots) : [])
    }

    private static func duplicateIDs(_ entries: [ListDocument.Entry]) -> [ListProblem] {
        var seen: Set<String> = []
        // On a case-insensitive file system "a1" and "A1" would name the same files.
        return entries.filter { !seen.insert($0.id.lowercased()).inserted }.map { entry in
            ListProblem(
                shot: entry.id, field: "id", entry: entry.index, "another shot has the same id",
                "ids must differ")
        }
    }

    /// The parts of shot 020 are named 020a, 020b: no other shot may have such an id.
    private static func partNameClashes(
        _ shots: [Shot], _ entries: [ListDocument.Entry]
    ) -> [ListProblem] {
        let split = shots.filter {
            $0.duration > $0.model.asks.durations(at: $0.resolution).highest
        }.map(\.id)
        return entries.filter { entry in
            split.contains { entry.id.lowercased().dropLast() == $0.lowercased()[...] }
                && entry.id.last?.isLetter == true
        }.map { entry in
            ListProblem(
                shot: entry.id, field: "id", entry: entry.index,
                "a part of shot \(entry.id.dropLast()) has this name", "choose another id")
        }
    }

    /// Reports shots whose aspect ratio differs from the first shot's.
    ///
    /// Shots with a start picture have its aspect ratio and are fitted into the film; a list that says
    /// the film's frame size may mix.
    private static func aspectRatioDifferences(_ shots: [Shot]) -> [ListProblem] {
        let ratios = shots.compactMap { shot in shot.aspectRatio.map { (id: shot.id, ratio: $0) } }
        guard let first = ratios.first else { return [] }
        return ratios.filter { $0.ratio != first.ratio }.map { shot in
            ListProblem(
                shot: shot.id, field: "aspect_ratio",
                "\(shot.ratio) differs from the \(first.ratio) of shot \(first.id)",
                "to have both in one film say its size: \"film\": {\"frame_size\": \"1920x1080\"}")
        }
    }
}
