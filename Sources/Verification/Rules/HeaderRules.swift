import DailiesMediaTime

/// Judges header and index: a pure function from a measurement to checks.
struct HeaderRules {
    let expectation: Expectation
    let tolerances: Tolerances

    func checks(_ measured: MediaMeasurement) -> [Check] {
        [conformance(measured)]
            + [
                completeness(measured), encryption(measured), sampleCounts(measured),
                fragments(measured), cues(measured), checksums(measured),
                playoutDuration(measured),
            ].compactMap(\.self)
            + tracks(measured)
            + picture(measured)
            + [
                simultaneousPictures(measured), audioPresence(measured), audioEditList(measured),
                lateStart(measured),
            ]
            .compactMap(\.self)
            + audioVideoSync(measured)
            + disclosure(measured)
    }

    private func conformance(_ measured: MediaMeasurement) -> Check {
        guard let damage = measured.elements?.damageOffset else {
            return Check(
                .conformance, .pass, measured: measured.container, "The file opens as a video.")
        }
        return Check(
            .conformance, .fail, expected: "elements of the format", measured: "something else",
            evidence: Evidence(byteOffset: damage),
            "The file is damaged: what comes at byte \(damage) doesn't belong there.")
    }

    private func completeness(_ measured: MediaMeasurement) -> Check {
        guard let damage = measured.damage else {
            if measured.complete == nil {
                return .skipped(
                    .completeness,
                    "Not checked: the file states neither its size nor its duration, like one that "
                        + "was written while it was recorded.")
            }
            if let missing = measured.missingBytes {
                return Check(
                    .completeness, .warn, expected: "as many bytes as the file states",
                    measured: "\(missing) bytes fewer",
                    "The file ends \(missing) bytes before the end that it states, but every sample "
                        + "is there.")
            }
            return Check(.completeness, .pass, "The file is complete.")
        }
        let end = measured.duration ?? damage.stopsAt
        return Check(
            .completeness, .fail,
            expected: "every sample inside the file",
            measured: "\(damage.samplesLost) samples beyond its end",
            at: TimeRange(start: damage.stopsAt, end: end),
            damage.samplesLost == 0
                ? "The file is cut off: its last part is incomplete."
                : "The file is cut off: picture or sound stops at \(damage.stopsAt), "
                    + "\(damage.samplesLost) samples are missing.")
    }

    private func encryption(_ measured: MediaMeasurement) -> Check? {
        measured.isEncrypted ? Self.encrypted : nil
    }

    /// The check of an encrypted file, whether its header or its packets show it.
    static let encrypted = Check(
        .encryption, .fail, expected: "no encryption", measured: "encrypted",
        "The file is encrypted: it can't be played or checked without its key.")

    /// The movie's duration in the header against its longest track.
    private func playoutDuration(_ measured: MediaMeasurement) -> Check? {
        guard let claimed = measured.duration, let longest = measured.longestTrack,
            !measured.isFragmented
        else { return nil }
        let isRight = (claimed - longest).magnitude <= tolerances.playoutDifference
        return Check(
            .playoutDuration, isRight ? .pass : .warn,
            expected: longest.description, measured: claimed.description,
            tolerance: "playout-difference \(tolerances.playoutDifference)",
            isRight
                ? "The movie is as long as its longest track."
                : "The header says \(claimed), but the longest track lasts \(longest).")
    }
}
