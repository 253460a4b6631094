import DailiesMediaTime
import DailiesVerification

/// Checks of time ranges in which the picture is black, of one colour or frozen.
extension InspectionRules {
    func rangeChecks(_ pictures: PictureAnalyzer, _ sequence: PictureSequence) -> [Check] {
        // A black picture or one of one colour is frozen as well; it is reported only once.
        let frozen = excluding(
            pictures.black + oneColour(pictures),
            from: withoutMovement(pictures, merged(repeating(pictures, sequence.steps))))
        return [
            rangeCheck(.blackFrames, "black", pictures.black, thresholds.blackWarning),
            rangeCheck(
                .constantColour, "one colour (\(colourName(pictures)))", oneColour(pictures),
                thresholds.constantColourWarning),
            rangeCheck(.freeze, "frozen", frozen, thresholds.freezeWarning),
        ]
    }

    private func rangeCheck(
        _ code: CheckCode, _ property: String, _ all: [TimeRange], _ minimum: MediaTime
    ) -> Check {
        let ranges = all.filter { $0.duration >= minimum }
        let total = ranges.map(\.duration).reduce(.zero, +)
        guard let longest = ranges.max(by: { $0.duration < $1.duration }) else {
            let short = code == .constantColour ? "one colour" : property
            return Check(
                code, .pass, expected: "less than \(minimum)", measured: "nothing of that length",
                "The picture is never \(short) for long.")
        }
        // Several short freezes are pauses, however many there are: only the longest counts.
        let decisive = code == .freeze ? longest.duration : total
        return Check(
            code, isFault(decisive) ? .fail : .warn,
            expected: "less than \(minimum)", measured: "\(total) in all",
            tolerance: "faulty-share \(thresholds.faultyShare)", at: longest,
            "The picture is \(property) from \(longest.start) to \(longest.end)"
                + (ranges.count > 1 ? ", and \(ranges.count - 1) times more." : "."))
    }

    private func excluding(_ known: [TimeRange], from ranges: [TimeRange]) -> [TimeRange] {
        // Sampled pictures are a quarter of a second apart.
        let slack = MediaTime(value: 1, timescale: 2)
        return ranges.filter { range in
            !known.contains { $0.start - slack <= range.start && range.end <= $0.end + slack }
        }
    }

    // MARK: Freezes

    /// The frozen ranges in which a picture really repeats the one before.
    ///
    /// The filter calls every picture frozen that is shown for 0.1 s or longer, even if the next one
    /// differs.
    private func repeating(
        _ pictures: PictureAnalyzer, _ steps: [PictureSequence.Step]
    ) -> [TimeRange] {
        pictures.frozen.filter { range in
            let inside = steps.filter { range.start < $0.time && $0.time < range.end }
            return !inside.isEmpty && inside.allSatisfy { $0.luma <= Self.maximumFrozenStep }
        }
    }

    /// Both pictures of a step differ from the first of the range by at most -60 dB, or 0.255.
    private static let maximumFrozenStep: Float = 0.51

    /// Frozen ranges, joined if long ones touch or only a key frame separates them.
    ///
    /// A key frame codes a still picture again, which changes it slightly.
    private func merged(_ ranges: [TimeRange]) -> [TimeRange] {
        // Two frames even at a low frame rate.
        let maximumGap = MediaTime(value: 1, timescale: 4)
        // Short ranges that touch are slow movement, which differs from each picture after a while.
        let long = MediaTime(value: 2, timescale: 5)
        // A picture or two, such as the one before a key frame, may differ as well.
        let slack = MediaTime(value: 1, timescale: 10)
        return ranges.sorted { $0.start < $1.start }.reduce(into: []) { list, next in
            guard let last = list.last else { return list.append(next) }
            let gap = next.start - last.end
            let areLong = min(last.duration, next.duration) >= long
            let isSplit = gap <= maximumGap && isSplitByKeyFrame(last, next, by: slack)
            guard gap <= slack && areLong || isSplit else { return list.append(next) }
            list[list.count - 1] = TimeRange(start: last.start, end: next.end)
        }
    }

    private func isSplitByKeyFrame(
        _ earlier: TimeRange, _ later: TimeRange, by slack: MediaTime
    ) -> Bool {
        keyFrames.contains { earlier.end - slack <= $0 && $0 <= later.start + slack }
    }

    /// The parts of frozen ranges without any local movement.
    ///
    /// The freeze filter averages over the whole picture, so that it misses a clock or a face in a
    /// corner.
    private func withoutMovement(_ pictures: PictureAnalyzer, _ ranges: [TimeRange]) -> [TimeRange]
    {
        let moves = zip(pictures.sampledPictures, pictures.sampledPictures.dropFirst())
            .filter { $1.movement > Self.minimumMovement }
            .map { TimeRange(start: $0.time, end: $1.time) }
        return ranges.flatMap { range in
            var start = range.start
            var parts: [TimeRange] = []
            for move in moves where range.start <= move.start && move.end <= range.end {
                parts.append(TimeRange(start: start, end: move.start))
                start = move.end
            }
            return parts + [TimeRange(start: start, end: range.end)]
        }
    }

    /// The difference of a block, out of 255, above which it counts as moved.
    ///
    /// Coding a still picture again changes it by less.
    private static let minimumMovement = 12

    // MARK: One colour

    private func oneColour(_ pictures: PictureAnalyzer) -> [TimeRange] {
        ranges(of: pictures) { $0.isOneColour && !$0.isBlack ? $0.colour.name : nil }
    }

    private func colourName(_ pictures: PictureAnalyzer) -> String {
        pictures.sampledPictures.first { $0.statistics.isOneColour && !$0.statistics.isBlack }
            .map { $0.statistics.colour.name } ?? "none"
    }

    /// Ranges of equal, non-`nil` kinds, each from a sampled picture to the first of another kind.
    func ranges(
        of pictures: PictureAnalyzer, kind: (PictureStatistics) -> String?
    ) -> [TimeRange] {
        var list: [TimeRange] = []
        var open: (kind: String, start: MediaTime)?
        for picture in pictures.sampledPictures {
            let kind = kind(picture.statistics)
            guard kind != open?.kind else { continue }
            if let open { list.append(TimeRange(start: open.start, end: picture.time)) }
            open = kind.map { ($0, picture.time) }
        }
        return list
            + (open.map { [TimeRange(start: $0.start, end: max($0.start, duration))] } ?? [])
    }
}
