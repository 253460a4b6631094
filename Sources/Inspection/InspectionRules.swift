import DailiesMediaFilter
import DailiesMediaTime
import DailiesVerification
import Glibc

/// What has been pictures and analyzed, judged: pure functions from statistics to checks.
struct InspectionRules {
    let thresholds: InspectionThresholds
    let expectation: Expectation
    /// How long the film's picture lasts.
    let duration: MediaTime
    /// When the key frames are shown.
    let keyFrames: [MediaTime]

    /// - Parameter pictures: how many pictures were decoded, and how many there are.
    func checks(_ analyzed: PictureAnalyzer, _ count: (decoded: Int, all: Int)) -> [Check] {
        let isFullGOP = pictures.sampledPictures.allSatisfy(\.isFullGOP)
        let words =
            "Not all looked at: \(pictures.decoded) of \(pictures.all) pictures were, and the "
            + "sizes of the others give no cause for suspicion."
        return rangeChecks(pictures).map { check in
            // What lies between key frames may withoutMovement be anything.
            isFullGOP || check.result != .pass ? check : .skipped(check.code, words)
        } + [bars(pictures)] + cuts(pictures)
    }

    private func rangeChecks(_ pictures: PictureAnalyzer) -> [Check] {
        // A picture of one colour stands withoutMovement as well; that is said once.
        let frozen = excluding(
            pictures.black + oneColour(pictures), withoutMovement(pictures, merged(pictures.frozen))
        )
        return [
            rangeCheck(.blackFrames, "black", pictures.black, thresholds.blackWarning),
            rangeCheck(
                .constantColour, "one colour (\(colourName(pictures)))", oneColour(pictures),
                thresholds.constantColourWarning),
            rangeCheck(.freeze, "frozen", frozen, thresholds.freezeWarning),
            noise(pictures),
        ]
    }

    // MARK: Stretches

    private func rangeCheck(
        _ code: CheckCode, _ word: String, _ all: [TimeRange], _ least: MediaTime
    ) -> Check {
        let ranges = all.filter { $0.duration >= least }
        let total = ranges.map(\.duration).reduce(.zero, +)
        guard let longest = ranges.max(by: { $0.duration < $1.duration }) else {
            return Check(
                code, .pass, expected: "less than \(least)", measured: "nothing of that length",
                "The picture is never \(code == .constantColour ? "one colour" : word) for long.")
        }
        // Pauses of a film that stands withoutMovement now and then are no fault, however many there are.
        let decisive = code == .freeze ? longest.duration : total
        return Check(
            code, isFault(decisive) ? .fail : .warn,
            expected: "less than \(least)", measured: "\(total) in all",
            tolerance: "faulty-share \(thresholds.faultyShare)", at: longest,
            "The picture is \(word) from \(longest.start) to \(longest.end)"
                + (ranges.count > 1 ? ", and \(ranges.count - 1) times more." : "."))
    }

    private func isFault(_ length: MediaTime) -> Bool {
        length.seconds >= duration.seconds * thresholds.faultyShare
    }

    private func excluding(_ covers: [TimeRange], _ ranges: [TimeRange]) -> [TimeRange] {
        // Glances come a quarter of a second apart.
        let slack = MediaTime(value: 1, timescale: 2)
        return ranges.filter { range in
            !covers.contains { $0.start - slack <= range.start && range.end <= $0.end + slack }
        }
    }

    /// Long stretches that touch, and those that only a key frame parts, are one: coding a withoutMovement
    /// picture anew changes it a bit.
    private func merged(_ ranges: [TimeRange]) -> [TimeRange] {
        // Two frames of even a slow film.
        let most = MediaTime(value: 1, timescale: 4)
        // Short ones that touch are slow movement, which drifts away from each picture in turn.
        let long = MediaTime(value: 2, timescale: 5)
        // A picture or two, such as the one before a key frame, may differ as well.
        let slack = MediaTime(value: 1, timescale: 10)
        return ranges.sorted { $0.start < $1.start }.reduce(into: []) { list, next in
            guard let last = list.last else { return list.append(next) }
            let gap = next.start - last.end
            let areLong = min(last.duration, next.duration) >= long
            guard
                gap <= slack && areLong || gap <= most && isSplitByKeyFrame(last, next, by: slack)
            else {
                return list.append(next)
            }
            list[list.count - 1] = TimeRange(start: last.start, end: next.end)
        }
    }

    private func isSplitByKeyFrame(
        _ earlier: TimeRange, _ later: TimeRange, by slack: MediaTime
    ) -> Bool {
        keyFrames.contains { earlier.end - slack <= $0 && $0 <= later.start + slack }
    }

    /// The parts of frozen stretches in which nothing moves, however small: on average over the
    /// whole picture a clock or a face in a corner is nothing.
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

    /// By how much, out of 255, a block must differ to have moved; coding a withoutMovement picture anew
    /// changes it by less.
    private static let minimumMovement = 12

    private func oneColour(_ pictures: PictureAnalyzer) -> [TimeRange] {
        runs(pictures) { $0.isOneColour && !$0.isBlack ? $0.colour.name : nil }
    }

    private func colourName(_ pictures: PictureAnalyzer) -> String {
        pictures.sampledPictures.first { $0.statistics.isOneColour && !$0.statistics.isBlack }
            .map { $0.statistics.colour.name } ?? "none"
    }

    /// From each glance that shows something to the first that shows something else.
    private func runs(
        _ pictures: PictureAnalyzer, of kind: (PictureStatistics) -> String?
    ) -> [TimeRange] {
        var list: [TimeRange] = []
        var open: (kind: String, start: MediaTime)?
        for glance in pictures.sampledPictures {
            let kind = kind(glance.look)
            guard kind != open?.kind else { continue }
            if let open { list.append(TimeRange(start: open.start, end: glance.time)) }
            open = kind.map { ($0, glance.time) }
        }
        return list
            + (open.map { [TimeRange(start: $0.start, end: max($0.start, duration))] } ?? [])
    }

    // MARK: Noise and bars

    private func noise(_ pictures: PictureAnalyzer) -> Check {
        let noisy = runs(pictures) { $0.isNoise(likeness: thresholds.likeness) ? "noise" : nil }
        let total = noisy.map(\.duration).reduce(.zero, +)
        let isNoise = total >= thresholds.noiseWarning
        let least = pictures.sampledPictures.map(\.statistics.likeness).min() ?? 1
        let hundredths = Int((max(0, least) * 100).rounded())
        return Check(
            .noise, !isNoise ? .pass : isFault(total) ? .fail : .warn,
            expected: "less than \(thresholds.noiseWarning) of noise",
            measured: "likeness \(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10)",
            tolerance: "noise \(thresholds.noiseWarning), likeness \(thresholds.likeness)",
            at: isNoise ? noisy.first : nil,
            !isNoise
                ? "The picture isn't noise."
                : "The picture is noise: no pixel resembles its neighbour.")
    }

    private func bars(_ pictures: PictureAnalyzer) -> Check {
        let bars = steadyBars(pictures)
        let words = "top \(bars.top), bottom \(bars.bottom), left \(bars.left), right \(bars.right)"
        let hasAny = bars != PictureStatistics.Bars()
        return Check(
            .blackBars, hasAny ? .warn : .pass, expected: "no black bars",
            measured: hasAny ? "\(words) pixels" : "none",
            tolerance: "black-bars \(thresholds.blackBars)",
            hasAny
                ? "Black bars stand around the picture (\(words) pixels)."
                : "The picture fills the frame.")
    }

    /// Bars that stand on both sides, equally wide, in every bright picture.
    private func steadyBars(_ pictures: PictureAnalyzer) -> PictureStatistics.Bars {
        let bright = pictures.sampledPictures.map(\.statistics).filter { $0.brightness > 30 }
        guard let first = bright.first else { return PictureStatistics.Bars() }
        func steady(
            _ one: KeyPath<PictureStatistics, Int>, _ other: KeyPath<PictureStatistics, Int>,
            of length: Int
        ) -> (Int, Int)? {
            let least = Int(Double(length) * thresholds.blackBars)
            let isSteady = bright.allSatisfy { look in
                look[keyPath: one] > least && abs(look[keyPath: one] - first[keyPath: one]) <= 2
                    && abs(look[keyPath: one] - look[keyPath: other]) <= max(4, length / 100)
            }
            return isSteady ? (first[keyPath: one], first[keyPath: other]) : nil
        }
        let rows = steady(\.bars.top, \.bars.bottom, of: first.height)
        let columns = steady(\.bars.left, \.bars.right, of: first.width)
        return PictureStatistics.Bars(
            top: rows?.0 ?? 0, bottom: rows?.1 ?? 0, left: columns?.0 ?? 0,
            right: columns?.1 ?? 0)
    }

    /// Whether lone key frames show something that only more pictures can confirm.
    func needsFullDecode(_ pictures: PictureAnalyzer) -> Bool {
        let alone = pictures.sampledPictures.filter { !$0.isFullGOP }
        guard !alone.isEmpty else { return false }
        return steadyBars(pictures) != PictureStatistics.Bars()
            || alone.contains {
                $0.statistics.isNoise(likeness: thresholds.likeness) || $0.statistics.isOneColour
            }
    }

    // MARK: Cuts

    private func cuts(_ pictures: PictureAnalyzer) -> [Check] {
        expectation.cuts.map { asked in
            let nearest = pictures.cuts.min { ($0 - asked).magnitude < ($1 - asked).magnitude }
            let isThere = nearest.map { ($0 - asked).magnitude <= thresholds.cutOffset } ?? false
            return Check(
                .cuts, isThere ? .pass : .warn,
                expected: asked.description, measured: nearest?.description ?? "no cut near it",
                tolerance: "cut-offset \(thresholds.cutOffset)",
                at: isThere ? nil : TimeRange(start: asked, duration: .zero),
                isThere
                    ? "The picture cuts at \(asked), as asked."
                    : "The picture doesn't cut near \(asked), where the next prompt begins.")
        }
    }

    // MARK: Sound

    func checks(_ analyzed: LoudnessAnalyzer) -> [Check] {
        let loudness = analyzed.meter.integrated.map { "\(Self.tenths($0)) LUFS" } ?? "unknown"
        let peak = analyzed.meter.truePeak.map {
            $0 > 0 ? "\(Self.tenths(20 * log10($0))) dBTP" : "none"
        }
        return [
            Check(
                .loudness, .pass,
                measured: "\(loudness), range \(analyzed.meter.range.map(Self.tenths) ?? "?") LU, "
                    + "true peak \(peak ?? "unknown")",
                "The sound's loudness is \(loudness).")
        ]
    }

    private static func tenths(_ value: Double) -> String {
        let count = Int((max(-999, min(999, value)) * 10).rounded())
        return "\(count < 0 ? "-" : "")\(abs(count) / 10).\(abs(count) % 10)"
    }
}
