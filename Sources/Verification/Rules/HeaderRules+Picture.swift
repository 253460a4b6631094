import DailiesMediaTime

/// Checks of the picture against header and index.
extension HeaderRules {
    func picture(_ measured: MediaMeasurement) -> [Check] {
        guard let video = measured.video else {
            let missing = Check(
                .videoPresence, .fail, expected: "a picture", measured: "none",
                "The file has no picture.")
            let skipped = expectedOfPicture.map { code, expected in
                Check.skipped(code, expected: expected, "Not checked: there is no picture.")
            }
            return [missing] + skipped
        }
        guard video.listedFrames > 0 else {
            return [
                Check(
                    .packets, .fail, expected: "at least one picture", measured: "0 pictures",
                    "The video track is empty: only the header of the video is there.")
            ]
        }
        let present = Check(
            .videoPresence, .pass, measured: video.codec, "The file has a picture.")
        return [present]
            + [
                codec(video), storedSize(video), duration(video), frameCount(video.frameCount),
                frameSize(video), aspectRatio(video), orientation(video), frameRate(video),
            ].compactMap(\.self)
    }

    /// The expectations about the picture that can't be checked if there is none.
    private var expectedOfPicture: [(CheckCode, String)] {
        [
            expectation.duration.map { (.videoDuration, $0.description) },
            expectation.frameSize.map { (.displayFrameSize, $0.description) }
                ?? expectation.minimumPixels.map { (.displayFrameSize, "at least \($0) pixels") },
            expectation.aspectRatio.map { (.displayAspectRatio, $0.description) },
            expectation.frameRate.map { (.frameRate, $0.description) },
        ].compactMap(\.self)
    }

    /// Codecs that browsers and editors play; few programs play others.
    private static let commonCodecs: Set<String> = ["h264", "hevc", "av1", "vp9", "vp8", "prores"]

    private func codec(_ video: MediaMeasurement.Video) -> Check {
        let isCommon = Self.commonCodecs.contains(video.codec)
        return Check(
            .videoCodec, isCommon ? .pass : .warn,
            expected: "a common codec", measured: video.codec,
            isCommon
                ? "The video codec is one that players support."
                : "The video codec is \(video.codec), which browsers don't play.")
    }

    /// The frame size in the container against the one in the bitstream.
    private func storedSize(_ video: MediaMeasurement.Video) -> Check? {
        guard let coded = video.codedSize else { return nil }
        if let count = video.track?.descriptions, count > 1 {
            return .skipped(
                .storedFrameSize,
                "Not checked: the picture has \(count) descriptions, each with a size of its own.")
        }
        let stored = FrameSize(width: video.width, height: video.height)
        // 4:2:0 can't code an odd size: the container then crops one pixel.
        let isRight =
            (0...1).contains(coded.width - stored.width)
            && (0...1).contains(coded.height - stored.height)
        // A difference below one block (16 pixels) is padding that only one of them crops.
        let isPadding =
            abs(stored.width - coded.width) < 16 && abs(stored.height - coded.height) < 16
        return Check(
            .storedFrameSize, isRight ? .pass : isPadding ? .warn : .fail,
            expected: coded.description,
            measured: stored.description,
            isRight
                ? "Container and bitstream have the same frame size."
                : "The frame size is \(stored) in the container and \(coded) in the bitstream.")
    }

    private func duration(_ video: MediaMeasurement.Video) -> Check? {
        guard let expected = expectation.duration else { return nil }
        guard let found = video.duration else {
            return Check(
                .videoDuration, .fail, expected: expected.description, measured: "unknown",
                "The file doesn't say how long its picture lasts.")
        }
        let difference = found - expected
        let isRight =
            difference >= .zero - tolerances.durationShort && difference <= tolerances.durationLong
        let direction = difference < .zero ? "too short" : "too long"
        return Check(
            .videoDuration, isRight ? .pass : .fail,
            expected: expected.description,
            measured: found.description,
            tolerance: "duration-short \(tolerances.durationShort), "
                + "duration-long \(tolerances.durationLong)",
            at: isRight ? nil : TimeRange(start: min(found, expected), end: max(found, expected)),
            isRight
                ? "The picture lasts as long as requested."
                : "The picture is \(difference.magnitude) \(direction): "
                    + "\(found) instead of \(expected).")
    }

    private func frameCount(_ found: Int) -> Check? {
        guard let expected = expectation.duration, let rate = expectation.frameRate else {
            return nil
        }
        let exact = rate.frames(in: expected)
        let range: ClosedRange<Int>
        if let extra = tolerances.frameCountExtra {
            range = exact...max(exact, exact.addingReportingOverflow(extra).partialValue)
        } else {
            let least = rate.frames(in: expected - tolerances.durationShort)
            let most = rate.frames(in: expected + tolerances.durationLong)
            range = least...max(least, most == .max ? most : most + 1)
        }
        let isRight = range.contains(found)
        return Check(
            .frameCount, isRight ? .pass : .fail,
            expected: "\(range.lowerBound) to \(range.upperBound)",
            measured: String(found),
            tolerance: tolerances.frameCountExtra.map { "frame-count-extra \($0)" },
            isRight
                ? "The picture has the requested number of frames."
                : "The picture has \(found) frames instead of \(range.lowerBound) to "
                    + "\(range.upperBound).")
    }

    private func frameSize(_ video: MediaMeasurement.Video) -> Check? {
        guard let expected = expectation.frameSize else { return pixelCount(video) }
        let isRight = video.displaySize == expected
        let isUncropped =
            video.displaySize == FrameSize(width: expected.width, height: expected.height + 8)
        let hint = isUncropped ? " The 8 extra lines are padding that was never cropped." : ""
        return Check(
            .displayFrameSize, isRight ? .pass : .fail,
            expected: expected.description,
            measured: video.displaySize.description,
            isRight
                ? "The picture has the requested size."
                : "The picture is \(video.displaySize) instead of \(expected).\(hint)")
    }

    private func pixelCount(_ video: MediaMeasurement.Video) -> Check? {
        guard let expected = expectation.minimumPixels else { return nil }
        let isRight = video.displayWidth * video.displayHeight >= expected
        return Check(
            .displayFrameSize, isRight ? .pass : .fail,
            expected: "at least \(expected) pixels",
            measured: video.displaySize.description,
            isRight
                ? "The picture is large enough."
                : "The picture is \(video.displaySize), less than the expected \(expected) pixels.")
    }

    private func aspectRatio(_ video: MediaMeasurement.Video) -> Check? {
        guard let expected = expectation.aspectRatio else { return nil }
        let found = Double(video.displayWidth) / Double(max(1, video.displayHeight))
        let isRight = abs(found / expected.value - 1) <= tolerances.aspectRatio
        return Check(
            .displayAspectRatio, isRight ? .pass : .fail,
            expected: expected.description,
            measured: "\(video.displayWidth):\(video.displayHeight)",
            tolerance: "aspect-ratio \(tolerances.aspectRatio)",
            isRight
                ? "The picture has the requested aspect ratio."
                : "The aspect ratio is \(video.displayWidth):\(video.displayHeight) instead of "
                    + "\(expected).")
    }

    private func frameRate(_ video: MediaMeasurement.Video) -> Check? {
        guard let expected = expectation.frameRate else { return nil }
        let found = video.frameRate?.framesPerSecond ?? 0
        let isRight = abs(found - expected.framesPerSecond) <= tolerances.frameRate
        return Check(
            .frameRate, isRight ? .pass : .fail,
            expected: expected.description,
            measured: video.frameRate?.description ?? "none",
            tolerance: "frame-rate \(tolerances.frameRate)",
            isRight
                ? "The picture has the requested frame rate."
                : "The frame rate is \(video.frameRate?.description ?? "unknown") instead of "
                    + "\(expected).")
    }
}
