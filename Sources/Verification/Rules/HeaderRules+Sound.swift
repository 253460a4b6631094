import DailiesMediaTime

/// What header and index say of the sound, alone and beside the picture.
extension HeaderRules {
    func audioPresence(_ measured: MediaMeasurement) -> Check {
        let found = measured.audio.map {
            "\($0.codec), \($0.sampleRate) Hz, \($0.channels) channels"
        }
        switch (expectation.audio, measured.audio) {
        case (.present, nil):
            return Check(
                .audioPresence, .fail, expected: "sound", measured: "none",
                "Sound was asked for, and the file has none.")
        case (.absent, .some):
            return Check(
                .audioPresence, .fail, expected: "no sound", measured: found,
                "No sound was asked for, and the file has some.")
        case (.any, _):
            return Check(
                .audioPresence, .pass, expected: "any", measured: found ?? "none",
                measured.audio == nil ? "The file has no sound." : "The file has sound.")
        case (.present, .some):
            return Check(
                .audioPresence, .pass, expected: "sound", measured: found,
                "The file has sound, as asked.")
        case (.absent, nil):
            return Check(
                .audioPresence, .pass, expected: "no sound", measured: "none",
                "The file has no sound, as asked.")
        }
    }

    func audioVideoSync(_ measured: MediaMeasurement) -> [Check] {
        // The header of a fragmented film tells its tracks' lengths only roughly.
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
                    ? "Sound and picture last equally long."
                    : "The sound lasts \(soundLength), the picture \(pictureLength)."),
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

    /// Where nothing was asked of the sound, it may have been authored so: worth a look, no fault.
    private func result(
        _ difference: MediaTime, _ pass: MediaTime, _ warn: MediaTime
    ) -> Check.Result {
        if difference <= pass { return .pass }
        return difference <= warn || expectation.audio == .any ? .warn : .fail
    }
}
