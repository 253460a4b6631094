import DailiesMediaTime

/// Checks of the index against itself, which need no sample of the file.
extension HeaderRules {
    /// Whether the tables of a track's index describe the same samples.
    func sampleCounts(_ measured: MediaMeasurement) -> Check? {
        let tracks = [
            ("picture", measured.video?.track?.counts), ("sound", measured.audio?.track?.counts),
        ]
        let known = tracks.compactMap { name, counts in counts.map { (name: name, counts: $0) } }
        guard let first = known.first else { return nil }
        guard let wrong = known.first(where: { !$0.counts.agree }) else {
            return Check(
                .sampleCounts, .pass, expected: "equal counts", measured: first.counts.description,
                "The tables of the index agree with each other.")
        }
        if wrong.counts.onlyLastChunkIsShort {
            return Check(
                .sampleCounts, .warn, expected: "equal counts",
                measured: wrong.counts.description,
                "The index of the \(wrong.name) claims more samples in its last chunk than there "
                    + "are.")
        }
        return Check(
            .sampleCounts, .fail, expected: "equal counts", measured: wrong.counts.description,
            "The index of the \(wrong.name) is damaged: its tables describe different numbers of "
                + "samples (\(wrong.counts)).")
    }

    /// Fails a fragmented file in which two fragments cover the same time.
    func fragments(_ measured: MediaMeasurement) -> Check? {
        guard measured.isFragmented else { return nil }
        guard let repeated = measured.repeatedFragments else {
            return Check(
                .fragments, .pass, expected: "a time of its own for each fragment",
                "The fragments follow each other in time.")
        }
        return Check(
            .fragments, .fail, expected: "a time of its own for each fragment",
            measured: "\(repeated.count) repeated",
            evidence: Evidence(byteOffset: repeated.firstOffset),
            "\(repeated.count) fragments cover a time that earlier ones cover: they were stored "
                + "twice, or in a wrong order.")
    }
}
