/// The rules that concern several shots of one film.
enum FilmChecks {
    static func problems(ids: [String], shots: [Shot], film: ListedFilm) -> [ListProblem] {
        duplicateIDs(ids) + partNameClashes(shots, ids: ids)
            + (film.frameSize == nil ? aspectRatioDifferences(shots) : [])
    }

    private static func duplicateIDs(_ ids: [String]) -> [ListProblem] {
        var seen: Set<String> = []
        var repeated: [String] = []
        // On a case-insensitive file system "a1" and "A1" would name the same files.
        for id in ids where !seen.insert(id.lowercased()).inserted { repeated.append(id) }
        return repeated.map { id in
            ListProblem(shot: id, field: "id", "another shot has the same id; ids must differ")
        }
    }

    /// The parts of shot 020 are named 020a, 020b: no other shot may have such an id.
    private static func partNameClashes(
        _ shots: [Shot], ids: [String]
    ) -> [ListProblem] {
        let split = shots.filter {
            $0.duration > $0.model.asks.durations(at: $0.resolution).highest
        }.map(\.id)
        return ids.filter { id in
            split.contains { id.lowercased().dropLast() == $0.lowercased()[...] }
                && id.last?.isLetter == true
        }.map { id in
            ListProblem(
                shot: id, field: "id",
                "a part of shot \(id.dropLast()) has this name; choose another id")
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
                "\(shot.ratio) differs from the \(first.ratio) of shot \(first.id); to have both in one "
                    + "film say its size: \"film\": {\"frame_size\": \"1920x1080\"}")
        }
    }
}
