import DailiesContainer

/// The times of a track's samples, compared with its stated durations and its edit list.
struct TrackTimes {
    private let track: Int
    /// The sum of all durations.
    private let decodingSpan: Int
    /// When the last sample's display ends.
    private let end: Int
    /// When the first sample is displayed.
    private let start: Int
    /// The most frequent duration.
    private let usual: Int
    /// Whether all durations are equal, except for the last sample's.
    private let isConstant: Bool

    /// - Throws: `IndexFault` if the frames of a picture are not displayed one after the other.
    init(_ tables: TrackTables, isPicture: Bool, track: Int) throws(IndexFault) {
        self.track = track
        let durations = tables.durations
        var time = 0
        var shown: [Int] = []
        shown.reserveCapacity(durations.count)
        for (index, duration) in durations.enumerated() {
            shown.append(time + (tables.delays.isEmpty ? 0 : tables.delays[index]))
            time += duration
        }
        decodingSpan = time
        let ends = zip(shown, durations).map { $0 + $1 }
        (start, end) = (shown.min() ?? 0, ends.max() ?? 0)
        var counts: [Int: Int] = [:]
        for duration in durations { counts[duration, default: 0] += 1 }
        let usual = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 0
        self.usual = usual
        isConstant = durations.dropLast().allSatisfy { $0 == usual }
        guard isPicture else { return }
        // Coarse clocks round durations; nearly equal ones are those of a constant rate.
        let isEven = durations.dropLast().allSatisfy {
            Double(abs($0 - usual)) <= Double(usual) * TrackAudit.evenDurations
        }
        shown.sort()
        for (earlier, later) in zip(shown, shown.dropFirst()) {
            let step = later - earlier
            guard step > 0 else {
                throw IndexFault("its index is damaged: two of its frames have the same time")
            }
            guard !isEven || abs(step - usual) * 2 <= usual else {
                throw IndexFault("its index is damaged: its frames' times (ctts) are uneven")
            }
        }
    }

    /// The tolerance for the durations of a picture, in frames.
    var pictureTolerance: Double {
        isConstant ? TrackAudit.pictureTolerance : TrackAudit.varyingPictureTolerance
    }

    /// Compares with the duration in the media's header, if it is stated there.
    func check(stated: Int?, tolerance: Double) throws(IndexFault) {
        guard let stated else { return }
        // Some writers count what comes before the first frame.
        guard stated != end else { return }
        let possible = [decodingSpan, end - start]
        let difference = possible.map { abs($0 - stated) }.min() ?? 0
        guard Double(difference) <= Double(usual) * tolerance else {
            throw IndexFault(
                "its index is damaged: the samples of track \(track) last \(decodingSpan) units, "
                    + "and its header says \(stated)")
        }
    }

    /// Compares the edit list, or without one the track's duration, with the samples.
    ///
    /// - Parameter statedForTrack: the duration in the track's header, in the movie's units.
    func check(
        _ edits: [TrackEdit], statedForTrack: Int?, timescale: Int, movieTimescale: Int,
        tolerance: Double
    ) throws(IndexFault) {
        let margin =
            Double(usual) * tolerance / Double(timescale) + 2 / Double(movieTimescale)
        let stated = statedForTrack.map { Double($0) / Double(movieTimescale) }
        let total = edits.reduce(0) { $0 + Double($1.duration) } / Double(movieTimescale)
        guard edits.contains(where: { $0.duration > 0 }) else {
            guard let stated else { return }
            let possible = [decodingSpan, end - start, end].map { Double($0) / Double(timescale) }
            guard possible.contains(where: { abs($0 - stated) <= margin }) else {
                throw IndexFault(
                    "its index is damaged: the samples of track \(track) last "
                        + "\(Self.seconds(possible[0])), and its header says "
                        + Self.seconds(stated))
            }
            return
        }
        let whole = Double(decodingSpan) / Double(timescale)
        if let stated, abs(stated - total) > margin,
            // Some headers count what the edit list hides.
            total > stated || abs(stated - whole) > margin
        {
            throw IndexFault(
                "its index is damaged: the edit list of track \(track) lasts "
                    + "\(Self.seconds(total)), and its header says \(Self.seconds(stated))")
        }
        for edit in edits where edit.start >= 0 && edit.rate == 1 {
            let wanted = Double(edit.duration) / Double(movieTimescale)
            let available = Double(end - edit.start) / Double(timescale)
            guard wanted <= available * (1 + TrackAudit.largestEditExcess) + margin else {
                throw IndexFault(
                    "its index is damaged: an edit of track \(track) shows "
                        + "\(Self.seconds(wanted)) of \(Self.seconds(max(0, available)))")
            }
        }
        guard total >= whole * TrackAudit.smallestShownShare else {
            throw IndexFault(
                "its edit list shows \(Self.seconds(total)) of \(Self.seconds(whole)), "
                    + "which is less than 1 %: it is damaged, or the clip has to be cut first")
        }
    }

    private static func seconds(_ value: Double) -> String {
        "\((value * 1000).rounded() / 1000) s"
    }
}
