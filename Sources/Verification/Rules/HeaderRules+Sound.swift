import DailiesMediaTime

/// Checks of the sound, alone and relative to the picture, against header and index.
extension HeaderRules {
    func audioPresence(_ measured: MediaMeasurement) -> Check {
        let found = measured.audio.map {
            "\($0.codec), \($0.sampleRate) Hz, \($0.channels) channels"
        }
        switch (expectation.audio, measured.audio) {
        case (.present, nil):
            return Check(
                .audioPresence, .fail, expected: "sound", measured: "none",
                "Sound was requested, but the file has none.")
        case (.absent, .some):
            return Check(
                .audioPresence, .fail, expected: "no sound", measured: found,
                "No sound was requested, but the file has some.")
        case (.any, _):
            return Check(
                .audioPresence, .pass, expected: "any", measured: found ?? "none",
                measured.audio == nil ? "The file has no sound." : "The file has sound.")
        case (.present, .some):
            return Check(
                .audioPresence, .pass, expected: "sound", measured: found,
                "The file has sound, as requested.")
        case (.absent, nil):
            return Check(
                .audioPresence, .pass, expected: "no sound", measured: "none",
                "The file has no sound, as requested.")
        }
    }

    func audioVideoSync(_ measured: MediaMeasurement) -> [Check] {
        // The track durations in a fragmented file's header are only approximate.
        guard !measured.isFragmented, let video = measured.video, let audio = measured.audio,
            let pictureLength = video.duration, let soundLength = audio.duration
        else { return [] }
        let length = result(
            (soundLength - pictureLength).magnitude, tolerances.lengthDifferencePass,
            tolerances.lengthDifferenceWarn)
        let offset = (audio.start - video.start).magnitude
        let together = result(offset, tolerances.startOffset, tolerances.startOffsetWarn)
        return [
            Check(
                .lengthDifference, length,
                expected: pictureLength.description,
                measured: soundLength.description,
                tolerance: "length-difference-pass \(tolerances.lengthDifferencePass), "
                    + "length-difference-warn \(tolerances.lengthDifferenceWarn)",
                length == .pass
                    ? "Sound and picture have the same length."
                    : "The sound lasts \(soundLength), but the picture lasts \(pictureLength)."),
            Check(
                .startOffset, together,
                expected: "0.000 s",
                measured: offset.description,
                tolerance: "start-offset \(tolerances.startOffset), "
                    + "start-offset-warn \(tolerances.startOffsetWarn)",
                together == .pass
                    ? "Sound and picture start together."
                    : "Sound and picture start \(offset) apart."),
        ]
    }

    /// A difference only warns if nothing is expected of the sound: it may be intended.
    private func result(
        _ difference: MediaTime, _ pass: MediaTime, _ warn: MediaTime
    ) -> Check.Result {
        if difference <= pass { return .pass }
        return difference <= warn || expectation.audio == .any ? .warn : .fail
    }
}
