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
            return statedLength(measured)
                ?? Check(
                    .sampleCounts, .pass, expected: "equal counts",
                    measured: first.counts.description,
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

    /// A finding if the samples of a track are longer or shorter together than the track states; `nil`
    /// if they aren't.
    private func statedLength(_ measured: MediaMeasurement) -> Check? {
        guard !measured.isFragmented else { return nil }
        let tracks = [("picture", measured.video?.track), ("sound", measured.audio?.track)]
        for (name, track) in tracks {
            guard let (found, stated) = track?.contradictedLength else { continue }
            // A little more or less may be a habit of the writer.
            let isFar = (found - stated).magnitude * 2 > stated
            return Check(
                .sampleCounts, isFar ? .fail : .warn, expected: stated.description,
                measured: found.description,
                "The index of the \(name) "
                    + (isFar ? "is damaged" : "contradicts itself")
                    + ": its samples last \(found) together, but the track states \(stated).")
        }
        return nil
    }

    /// The share of pictures that may be shown at the same time as another one with a warning.
    private static let repeatedShare = 0.1

    /// A finding if several pictures are shown at the same time; `nil` if none are: the packets tell
    /// whether all are shown for the same time.
    func simultaneousPictures(_ measured: MediaMeasurement) -> Check? {
        guard let video = measured.video, case let repeated = measured.repeatedTimes, repeated > 0
        else { return nil }
        let isMany = Double(repeated) > Double(video.listedFrames) * Self.repeatedShare
        return Check(
            .frameTiming, isMany ? .fail : .warn, expected: "a time of its own for each picture",
            measured: "\(repeated) of \(video.listedFrames) at the time of another",
            "\(repeated) of \(video.listedFrames) pictures are shown at the same time as another "
                + "one: players skip them.")
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
