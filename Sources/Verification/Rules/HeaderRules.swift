import DailiesMediaTime

/// The questions that header and index can answer: a pure function from measurement to checks.
struct HeaderRules {
    let expectation: Expectation
    let tolerances: Tolerances

    func checks(_ measured: MediaMeasurement) -> [Check] {
        [Check(.conformance, .pass, measured: measured.container, "The file opens as a film.")]
            + [completeness(measured), encryption(measured), playoutDuration(measured)].compactMap(
                \.self)
            + picture(measured)
            + [audioPresence(measured)]
            + audioVideoSync(measured)
    }

    private func completeness(_ measured: MediaMeasurement) -> Check {
        guard let damage = measured.damage else {
            return Check(.completeness, .pass, "All of the film is in the file.")
        }
        let end = measured.duration ?? damage.stopsAt
        return Check(
            .completeness, .fail,
            expected: "every sample inside the file",
            measured: "\(damage.samplesLost) samples beyond its end",
            at: TimeRange(start: damage.stopsAt, end: end),
            damage.samplesLost == 0
                ? "The file is cut off in the middle of one of its parts."
                : "The file is cut off: picture or sound stops at \(damage.stopsAt), "
                    + "\(damage.samplesLost) samples are missing.")
    }

    private func encryption(_ measured: MediaMeasurement) -> Check? {
        measured.isEncrypted ? Self.encrypted : nil
    }

    /// What there is to say of an encrypted film, wherever it shows.
    static let encrypted = Check(
        .encryption, .fail, expected: "no encryption", measured: "encrypted",
        "The film is encrypted: without its key nobody can play it or look at it.")

    /// The movie's length as its header claims it, against its longest track.
    private func playoutDuration(_ measured: MediaMeasurement) -> Check? {
        guard let claimed = measured.duration, let longest = measured.longestTrack,
            !measured.isFragmented
        else { return nil }
        let isRight = (claimed - longest).magnitude <= tolerances.playoutDifference
        return Check(
            .playoutDuration, isRight ? .pass : .warn,
            expected: longest.description, measured: claimed.description,
            tolerance: "playoutDuration-difference \(tolerances.playoutDifference)",
            isRight
                ? "The film is as long as its longest track."
                : "The file claims to last \(claimed), but its longest track lasts \(longest).")
    }
}
