import DailiesContainer

/// The times that the fragments of each track cover, from their headers.
///
/// A fragment whose time an earlier fragment covers already was stored twice, or in a wrong place:
/// players show its pictures again, or skip them.
///
/// Source: ISO/IEC 14496-12, 8.8.
struct FragmentTimeline {
    /// The fragments whose time is covered already.
    struct Repeated: Hashable, Sendable, Codable {
        /// Their number.
        var count: Int
        /// The position of the first one in the file.
        let firstOffset: Int64
    }

    /// `nil` if no fragment is repeated.
    private(set) var repeated: Repeated?
    /// The duration of a sample for which a fragment states none, by track number.
    private var defaultDurations: [Int: Int] = [:]
    /// The end of the fragments so far, by track number.
    private var ends: [Int: Int] = [:]
    /// The time from the start of the first fragment to the end of the last one read so far, by track
    /// number; a fragment that doesn't state its time starts where the one before it ends.
    private var spans: [Int: Range<Int>] = [:]
    /// The sequence numbers of fragments that don't state their time.
    private var untimed: Set<Int> = []

    /// Reads the defaults that the movie states for its fragments.
    ///
    /// - Parameter movie: the payload of the `moov` box.
    mutating func addDefaults(_ movie: ArraySlice<UInt8>) {
        guard let extends = Boxes(movie).first("mvex") else { return }
        for box in Boxes(extends) where box.type == "trex" {
            let track = box.payload.number(at: 4, bytes: 4)
            defaultDurations[track] = box.payload.number(at: 12, bytes: 4)
        }
    }

    /// Adds a fragment.
    ///
    /// - Parameters:
    ///   - fragment: the payload of the `moof` box.
    ///   - offset: the position of the box in the file.
    mutating func add(_ fragment: ArraySlice<UInt8>, at offset: Int64) {
        var isRepeated = false
        var isUntimed = false
        for box in Boxes(fragment) where box.type == "traf" {
            guard let run = Run(box.payload, defaultDurations), run.samples > 0 else { continue }
            addSpan(run)
            guard let start = run.start else {
                isUntimed = true
                continue
            }
            let end = start &+ run.duration
            // Times that were rounded overlap a little.
            if let known = ends[run.track], start &+ run.duration / 2 < known { isRepeated = true }
            ends[run.track] = max(ends[run.track] ?? end, end)
        }
        if isUntimed, let number = Boxes(fragment).first("mfhd")?.number(at: 4, bytes: 4),
            !untimed.insert(number).inserted
        {
            isRepeated = true
        }
        guard isRepeated else { return }
        if repeated == nil {
            repeated = Repeated(count: 1, firstOffset: offset)
        } else {
            repeated?.count += 1
        }
    }

    /// How long the fragments of a track last together, in its units; `nil` if it has none.
    func length(ofTrack number: Int) -> Int? { spans[number]?.count }

    private mutating func addSpan(_ run: Run) {
        let known = spans[run.track]
        let start = run.start ?? known?.upperBound ?? 0
        // No film has times like this; sums of larger ones could overflow.
        guard (0..<1 << 60).contains(start) else { return }
        let end = start + run.duration
        spans[run.track] =
            min(known?.lowerBound ?? start, start)..<max(known?.upperBound ?? end, end)
    }

    /// The samples of one track in a fragment.
    private struct Run {
        let track: Int
        /// The decoding time of the first sample (`tfdt`); `nil` if the fragment doesn't state it.
        let start: Int?
        private(set) var samples = 0
        private(set) var duration = 0

        init?(_ traf: ArraySlice<UInt8>, _ defaultDurations: [Int: Int]) {
            let boxes = Boxes(traf)
            guard let header = boxes.first("tfhd").map({ FragmentHeader($0) }) else { return nil }
            track = header.track
            let common = header.defaultDuration ?? defaultDurations[track] ?? 0
            start = boxes.first("tfdt").map {
                $0.number(at: 4, bytes: $0.first == 1 ? 8 : 4)
            }
            for box in boxes where box.type == "trun" {
                let run = FragmentRun(box.payload)
                samples += run.listedCount
                duration = min(1 << 50, duration + run.sum(.duration, common: common))
            }
        }
    }
}
