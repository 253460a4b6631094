/// What must hold between the shots of one film.
enum FilmChecks {
    static func problems(ids: [String], shots: [Shot], model: ModelProfile) -> [ListProblem] {
        repeatedIDs(ids) + partNameClashes(shots, ids: ids, model: model) + oneShape(shots)
    }

    private static func repeatedIDs(_ ids: [String]) -> [ListProblem] {
        var seen: Set<String> = []
        var repeated: [String] = []
        // File systems that fold case exist; the takes of "a1" and "A1" must not meet there.
        for id in ids where !seen.insert(id.lowercased()).inserted { repeated.append(id) }
        return repeated.map { id in
            ListProblem(shot: id, field: "id", "another shot has the same id; ids must differ")
        }
    }

    /// The parts of shot 020 are called 020a, 020b: no other shot may bear such a name.
    private static func partNameClashes(
        _ shots: [Shot], ids: [String], model: ModelProfile
    ) -> [ListProblem] {
        let split = shots.filter { $0.duration > model.durations.upperBound }.map(\.id)
        return ids.filter { id in
            split.contains { id.lowercased().dropLast() == $0.lowercased()[...] }
                && id.last?.isLetter == true
        }.map { id in
            ListProblem(
                shot: id, field: "id",
                "shot \(id.dropLast()) is made in parts that bear this name; choose another id")
        }
    }

    /// Shots that start with a picture have its shape, and are fitted into the film.
    private static func oneShape(_ shots: [Shot]) -> [ListProblem] {
        let shaped = shots.compactMap { shot in shot.aspectRatio.map { (id: shot.id, shape: $0) } }
        guard let first = shaped.first else { return [] }
        return shaped.filter { $0.shape != first.shape }.map { shot in
            ListProblem(
                shot: shot.id, field: "aspect_ratio",
                "\(shot.shape) can't be joined with the \(first.shape) of shot "
                    + "\(first.id): a film has one shape")
        }
    }
}
