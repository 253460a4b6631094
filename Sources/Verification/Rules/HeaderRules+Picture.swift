import DailiesMediaTime

/// What header and index say of the picture.
extension HeaderRules {
    func picture(_ measured: MediaMeasurement) -> [Check] {
        guard let video = measured.video else {
            let missing = Check(
                .videoPresence, .fail, expected: "a picture", measured: "none",
                "The file has no picture.")
            let skipped = asked.map { code, expected in
                Check.skipped(code, expected: expected, "Not looked at: there is no picture.")
            }
            return [missing] + skipped
        }
        guard video.listedFrames > 0 else {
            return [
                Check(
                    .packets, .fail, expected: "at least one picture", measured: "0 pictures",
                    "The picture's track is empty: the film's beginning without the film.")
            ]
        }
        let present = Check(
            .videoPresence, .pass, measured: video.codec, "The file has a picture.")
        return [present]
            + [
                codec(video), storedSize(video), duration(video), frameCount(video.frameCount),
                size(video), shape(video), rate(video),
            ].compactMap(\.self)
    }

    /// What is asked of the picture, for the case that there is none.
    private var asked: [(CheckCode, String)] {
        [
            expectation.duration.map { (.videoDuration, $0.description) },
            expectation.frameSize.map { (.displayFrameSize, $0.description) }
                ?? expectation.minimumPixels.map { (.displayFrameSize, "at least \($0) pixels") },
            expectation.aspectRatio.map { (.displayAspectRatio, $0.description) },
            expectation.frameRate.map { (.frameRate, $0.description) },
        ].compactMap(\.self)
    }

    /// Codecs that browsers and editors play; others are seen on few machines only.
    private static let commonCodecs: Set<String> = ["h264", "hevc", "av1", "vp9", "vp8", "prores"]

    private func codec(_ video: MediaMeasurement.Video) -> Check {
        let isCommon = Self.commonCodecs.contains(video.codec)
        return Check(
            .videoCodec, isCommon ? .pass : .warn,
            expected: "a codec that players know", measured: video.codec,
            isCommon
                ? "The picture is coded in a way that players know."
                : "The picture is coded as \(video.codec), which browsers don't play.")
    }

    /// The container's word against the bitstream's: no header alone can tell who lies.
    private func storedSize(_ video: MediaMeasurement.Video) -> Check? {
        guard let coded = video.codedSize else { return nil }
        let stored = FrameSize(width: video.width, height: video.height)
        // 4:2:0 codes no odd size: the container then crops one pixel.
        let isRight =
            (0...1).contains(coded.width - stored.width)
            && (0...1).contains(coded.height - stored.height)
        // Less than a block is padding that one of them counts and the other crops.
        let isPadding =
            abs(stored.width - coded.width) < 16 && abs(stored.height - coded.height) < 16
        return Check(
            .storedFrameSize, isRight ? .pass : isPadding ? .warn : .fail,
            expected: coded.description,
            measured: stored.description,
            isRight
                ? "Container and bitstream agree on the picture's size."
                : "The container says that the picture is \(stored), the bitstream codes \(coded).")
    }

    private func duration(_ video: MediaMeasurement.Video) -> Check? {
        guard let asked = expectation.duration else { return nil }
        guard let found = video.duration else {
            return Check(
                .videoDuration, .fail, expected: asked.description, measured: "unknown",
                "The file doesn't say how long its picture lasts.")
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

    private func frameCount(_ found: Int) -> Check? {
        guard let asked = expectation.duration, let rate = expectation.frameRate else { return nil }
        let exact = rate.frames(in: asked)
        let range: ClosedRange<Int>
        if let extra = tolerances.frameCountExtra {
            range = exact...max(exact, exact.addingReportingOverflow(extra).partialValue)
        } else {
            let least = rate.frames(in: asked - tolerances.durationShort)
            let most = rate.frames(in: asked + tolerances.durationLong)
            range = least...max(least, most == .max ? most : most + 1)
        }
        let isRight = range.contains(found)
        return Check(
            .frameCount, isRight ? .pass : .fail,
            expected: "\(range.lowerBound) to \(range.upperBound)",
            measured: String(found),
            tolerance: tolerances.frameCountExtra.map { "frame-count-extra \($0)" },
            isRight
                ? "The picture has as many frames as asked."
                : "The picture has \(found) frames where \(range.lowerBound) to "
                    + "\(range.upperBound) were expected.")
    }

    private func size(_ video: MediaMeasurement.Video) -> Check? {
        guard let asked = expectation.frameSize else { return area(video) }
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

    private func area(_ video: MediaMeasurement.Video) -> Check? {
        guard let asked = expectation.minimumPixels else { return nil }
        let isRight = video.displayWidth * video.displayHeight >= asked
        return Check(
            .displayFrameSize, isRight ? .pass : .fail,
            expected: "at least \(asked) pixels",
            measured: video.displaySize.description,
            isRight
                ? "The picture is as large as asked."
                : "The picture is \(video.displaySize), less than the \(asked) pixels expected.")
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
}
