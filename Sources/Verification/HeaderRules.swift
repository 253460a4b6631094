import DailiesMediaTime

/// The questions that header and index can answer: a pure function from measurement to checks.
struct HeaderRules {
    let expectation: Expectation
    let tolerances: Tolerances

    func checks(_ measured: MediaMeasurement) -> [Check] {
        [Check(.conformance, .pass, measured: measured.container, "The file opens as a film.")]
            + [completeness(measured)]
            + picture(measured)
            + [audioPresence(measured)]
            + synchrony(measured)
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
            "The file is cut off: picture or sound stops at \(damage.stopsAt), "
                + "\(damage.samplesLost) samples are missing.")
    }

    private func picture(_ measured: MediaMeasurement) -> [Check] {
        guard let video = measured.video else {
            let missing = Check(
                .videoPresence, .fail, expected: "a picture", measured: "none",
                "The file has no picture.")
            let skipped = asked.map { code, expected in
                Check.skipped(code, expected: expected, "Not looked at: there is no picture.")
            }
            return [missing] + skipped
        }
        let present = Check(
            .videoPresence, .pass, measured: video.codec, "The file has a picture.")
        return [present]
            + [
                storedSize(video), duration(video), frameCount(video), size(video), shape(video),
                rate(video),
            ].compactMap(\.self)
    }

    /// What is asked of the picture, for the case that there is none.
    private var asked: [(CheckCode, String)] {
        [
            expectation.duration.map { (.videoDuration, $0.description) },
            expectation.frameSize.map { (.displayFrameSize, $0.description) },
            expectation.aspectRatio.map { (.displayAspectRatio, $0.description) },
            expectation.frameRate.map { (.frameRate, $0.description) },
        ].compactMap(\.self)
    }

    /// The container's word against the bitstream's: no header alone can tell who lies.
    private func storedSize(_ video: MediaMeasurement.Video) -> Check? {
        guard let coded = video.codedSize else { return nil }
        let stored = FrameSize(width: video.width, height: video.height)
        let isRight = stored == coded
        return Check(
            .storedFrameSize, isRight ? .pass : .fail,
            expected: coded.description,
            measured: stored.description,
            isRight
                ? "Container and bitstream agree on the picture's size."
                : "The container says that the picture is \(stored), the bitstream codes \(coded).")
    }

    private func duration(_ video: MediaMeasurement.Video) -> Check? {
        guard let asked = expectation.duration else { return nil }
        guard let found = video.duration else {
            return .skipped(
                .videoDuration, expected: asked.description,
                "Not looked at: the file doesn't say how long its picture lasts.")
        }
        let difference = found - asked
        let isRight =
            difference >= .zero - tolerances.durationShort && difference <= tolerances.durationLong
        let direction = difference < .zero ? "too short" : "too long"
        return Check(
            .videoDuration, isRight ? .pass : .fail,
            expected: asked.description,
            measured: found.description,
            tolerance: "duration-short \(tolerances.durationShort), "
                + "duration-long \(tolerances.durationLong)",
            at: isRight ? nil : TimeRange(start: min(found, asked), end: max(found, asked)),
            isRight
                ? "The picture lasts as long as asked."
                : "The picture is \(difference.magnitude) \(direction): "
                    + "\(found) instead of \(asked).")
    }

    private func frameCount(_ video: MediaMeasurement.Video) -> Check? {
        guard let asked = expectation.duration, let rate = expectation.frameRate else { return nil }
        let least = Int(asked.units(per: Int(rate.numerator))) / Int(rate.denominator)
        let most = least + tolerances.frameCountExtra
        let isRight = (least...most).contains(video.frameCount)
        return Check(
            .frameCount, isRight ? .pass : .fail,
            expected: "\(least) to \(most)",
            measured: String(video.frameCount),
            tolerance: "frame-count-extra \(tolerances.frameCountExtra)",
            isRight
                ? "The picture has as many frames as asked."
                : "The picture has \(video.frameCount) frames where \(least) to \(most) were "
                    + "expected.")
    }

    private func size(_ video: MediaMeasurement.Video) -> Check? {
        guard let asked = expectation.frameSize else { return nil }
        let isRight = video.displaySize == asked
        let isUncropped =
            video.displaySize == FrameSize(width: asked.width, height: asked.height + 8)
        let hint = isUncropped ? " The 8 extra lines are padding that was never cropped." : ""
        return Check(
            .displayFrameSize, isRight ? .pass : .fail,
            expected: asked.description,
            measured: video.displaySize.description,
            isRight
                ? "The picture has the size asked."
                : "The picture is \(video.displaySize) instead of \(asked).\(hint)")
    }

    private func shape(_ video: MediaMeasurement.Video) -> Check? {
        guard let asked = expectation.aspectRatio else { return nil }
        let found = Double(video.displayWidth) / Double(max(1, video.displayHeight))
        let isRight = abs(found / asked.value - 1) <= tolerances.aspectRatio
        return Check(
            .displayAspectRatio, isRight ? .pass : .fail,
            expected: asked.description,
            measured: "\(video.displayWidth):\(video.displayHeight)",
            tolerance: "aspect-ratio \(tolerances.aspectRatio)",
            isRight
                ? "The picture has the shape asked."
                : "The picture's shape is \(video.displayWidth):\(video.displayHeight) instead of "
                    + "\(asked).")
    }

    private func rate(_ video: MediaMeasurement.Video) -> Check? {
        guard let asked = expectation.frameRate else { return nil }
        let found = video.frameRate?.framesPerSecond ?? 0
        let isRight = abs(found - asked.framesPerSecond) <= tolerances.frameRate
        return Check(
            .frameRate, isRight ? .pass : .fail,
            expected: asked.description,
            measured: video.frameRate?.description ?? "none",
            tolerance: "frame-rate \(tolerances.frameRate)",
            isRight
                ? "The picture has the frame rate asked."
                : "The frame rate is \(video.frameRate?.description ?? "unknown") instead of "
                    + "\(asked).")
    }

    private func audioPresence(_ measured: MediaMeasurement) -> Check {
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

    private func synchrony(_ measured: MediaMeasurement) -> [Check] {
        guard let video = measured.video, let audio = measured.audio,
            let pictureLength = video.duration, let soundLength = audio.duration
        else { return [] }
        let difference = (soundLength - pictureLength).magnitude
        let result: Check.Result =
            difference <= tolerances.lengthDifferencePass
            ? .pass : difference <= tolerances.lengthDifferenceWarn ? .warn : .fail
        let offset = (audio.start - video.start).magnitude
        let startsTogether = offset <= tolerances.startOffset
        return [
            Check(
                .lengthDifference, result,
                expected: pictureLength.description,
                measured: soundLength.description,
                tolerance: "length-difference-pass \(tolerances.lengthDifferencePass), "
                    + "length-difference-warn \(tolerances.lengthDifferenceWarn)",
                result == .pass
                    ? "Sound and picture last equally long."
                    : "The sound lasts \(soundLength), the picture \(pictureLength)."),
            Check(
                .startOffset, startsTogether ? .pass : .warn,
                expected: "0.000 s",
                measured: offset.description,
                tolerance: "start-offset \(tolerances.startOffset)",
                startsTogether
                    ? "Sound and picture start together."
                    : "Sound and picture start \(offset) apart."),
        ]
    }
}
