import DailiesMediaFilter
import DailiesMediaTime
import DailiesVerification
import Glibc

/// What has been seen and heard, judged: pure functions from facts to checks.
struct InspectionRules {
    let thresholds: InspectionThresholds
    let expectation: Expectation
    /// How long the film's picture lasts.
    let duration: MediaTime
    /// When the key frames are shown.
    let keyFrames: [MediaTime]

    /// - Parameter pictures: how many pictures were decoded, and how many there are.
    func checks(_ seen: PictureWatch, _ pictures: (decoded: Int, all: Int)) -> [Check] {
        let isWhole = seen.glances.allSatisfy(\.isWhole)
        let words =
            "Not all looked at: \(pictures.decoded) of \(pictures.all) pictures were, and the "
            + "sizes of the others give no cause for suspicion."
        return stretchChecks(seen).map { check in
            // What lies between key frames may still be anything.
            isWhole || check.result != .pass ? check : .skipped(check.code, words)
        } + [bars(seen)] + cuts(seen)
    }

    private func stretchChecks(_ seen: PictureWatch) -> [Check] {
        // A picture of one colour stands still as well; that is said once.
        let frozen = outside(seen.black + oneColour(seen), still(seen, joined(seen.frozen)))
        return [
            stretches(.blackFrames, "black", seen.black, thresholds.blackWarning),
            stretches(
                .constantColour, "one colour (\(colourName(seen)))", oneColour(seen),
                thresholds.constantColourWarning),
            stretches(.freeze, "frozen", frozen, thresholds.freezeWarning),
            noise(seen),
        ]
    }

    // MARK: Stretches

    private func stretches(
        _ code: CheckCode, _ word: String, _ all: [TimeRange], _ least: MediaTime
    ) -> Check {
        let ranges = all.filter { $0.duration >= least }
        let total = ranges.map(\.duration).reduce(.zero, +)
        guard let longest = ranges.max(by: { $0.duration < $1.duration }) else {
            return Check(
                code, .pass, expected: "less than \(least)", measured: "nothing of that length",
                "The picture is never \(code == .constantColour ? "one colour" : word) for long.")
        }
        // Pauses of a film that stands still now and then are no fault, however many there are.
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

    private func outside(_ covers: [TimeRange], _ ranges: [TimeRange]) -> [TimeRange] {
        // Glances come a quarter of a second apart.
        let slack = MediaTime(value: 1, timescale: 2)
        return ranges.filter { range in
            !covers.contains { $0.start - slack <= range.start && range.end <= $0.end + slack }
        }
    }

    /// Long stretches that touch, and those that only a key frame parts, are one: coding a still
    /// picture anew changes it a bit.
    private func joined(_ ranges: [TimeRange]) -> [TimeRange] {
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
                gap <= slack && areLong || gap <= most && isParted(last, next, by: slack)
            else {
                return list.append(next)
            }
            list[list.count - 1] = TimeRange(start: last.start, end: next.end)
        }
    }

    private func isParted(
        _ earlier: TimeRange, _ later: TimeRange, by slack: MediaTime
    ) -> Bool {
        keyFrames.contains { earlier.end - slack <= $0 && $0 <= later.start + slack }
    }

    /// The parts of frozen stretches in which nothing moves, however small: on average over the
    /// whole picture a clock or a face in a corner is nothing.
    private func still(_ seen: PictureWatch, _ ranges: [TimeRange]) -> [TimeRange] {
        let moves = zip(seen.glances, seen.glances.dropFirst())
            .filter { $1.movement > Self.leastMovement }
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

    /// By how much, out of 255, a block must differ to have moved; coding a still picture anew
    /// changes it by less.
    private static let leastMovement = 12

    private func oneColour(_ seen: PictureWatch) -> [TimeRange] {
        runs(seen) { $0.isOneColour && !$0.isBlack ? $0.colour.name : nil }
    }

    private func colourName(_ seen: PictureWatch) -> String {
        seen.glances.first { $0.look.isOneColour && !$0.look.isBlack }
            .map { $0.look.colour.name } ?? "none"
    }

    /// From each glance that shows something to the first that shows something else.
    private func runs(
        _ seen: PictureWatch, of kind: (PictureLook) -> String?
    ) -> [TimeRange] {
        var list: [TimeRange] = []
        var open: (kind: String, start: MediaTime)?
        for glance in seen.glances {
            let kind = kind(glance.look)
            guard kind != open?.kind else { continue }
            if let open { list.append(TimeRange(start: open.start, end: glance.time)) }
            open = kind.map { ($0, glance.time) }
        }
        return list
            + (open.map { [TimeRange(start: $0.start, end: max($0.start, duration))] } ?? [])
    }

    // MARK: Noise and bars

    private func noise(_ seen: PictureWatch) -> Check {
        let noisy = runs(seen) { $0.isNoise(likeness: thresholds.likeness) ? "noise" : nil }
        let total = noisy.map(\.duration).reduce(.zero, +)
        let isNoise = total >= thresholds.noiseWarning
        let least = seen.glances.map(\.look.likeness).min() ?? 1
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

    private func bars(_ seen: PictureWatch) -> Check {
        let bars = steadyBars(seen)
        let words = "top \(bars.top), bottom \(bars.bottom), left \(bars.left), right \(bars.right)"
        let hasAny = bars != PictureLook.Bars()
        return Check(
            .blackBars, hasAny ? .warn : .pass, expected: "no black bars",
            measured: hasAny ? "\(words) pixels" : "none",
            tolerance: "black-bars \(thresholds.blackBars)",
            hasAny
                ? "Black bars stand around the picture (\(words) pixels)."
                : "The picture fills the frame.")
    }

    /// Bars that stand on both sides, equally wide, in every bright picture.
    private func steadyBars(_ seen: PictureWatch) -> PictureLook.Bars {
        let bright = seen.glances.map(\.look).filter { $0.brightness > 30 }
        guard let first = bright.first else { return PictureLook.Bars() }
        func steady(
            _ one: KeyPath<PictureLook, Int>, _ other: KeyPath<PictureLook, Int>, of length: Int
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
        return PictureLook.Bars(
            top: rows?.0 ?? 0, bottom: rows?.1 ?? 0, left: columns?.0 ?? 0,
            right: columns?.1 ?? 0)
    }

    /// Whether lone key frames show something that only more pictures can confirm.
    func wantsCloserLook(_ seen: PictureWatch) -> Bool {
        let alone = seen.glances.filter { !$0.isWhole }
        guard !alone.isEmpty else { return false }
        return steadyBars(seen) != PictureLook.Bars()
            || alone.contains {
                $0.look.isNoise(likeness: thresholds.likeness) || $0.look.isOneColour
            }
    }

    // MARK: Cuts

    private func cuts(_ seen: PictureWatch) -> [Check] {
        expectation.cuts.map { asked in
            let nearest = seen.cuts.min { ($0 - asked).magnitude < ($1 - asked).magnitude }
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

    func checks(_ heard: SoundWatch) -> [Check] {
        let loudness = heard.meter.integrated.map { "\(Self.tenths($0)) LUFS" } ?? "unknown"
        let peak = heard.meter.truePeak.map {
            $0 > 0 ? "\(Self.tenths(20 * log10($0))) dBTP" : "none"
        }
        return [
            Check(
                .loudness, .pass,
                measured: "\(loudness), range \(heard.meter.range.map(Self.tenths) ?? "?") LU, "
                    + "true peak \(peak ?? "unknown")",
                "The sound's loudness is \(loudness).")
        ]
    }

    private static func tenths(_ value: Double) -> String {
        let count = Int((max(-999, min(999, value)) * 10).rounded())
        return "\(count < 0 ? "-" : "")\(abs(count) / 10).\(abs(count) % 10)"
    }
}
