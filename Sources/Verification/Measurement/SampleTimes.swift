import DailiesContainer

/// When the samples of a track are shown, in units of the track, before its edit list is applied.
///
/// Source: ISO/IEC 14496-12, 8.6.1.
struct SampleTimes: Hashable, Sendable, Codable {
    /// When the first picture is shown.
    let first: Int
    /// When the last picture's display ends.
    let end: Int
    /// The number of samples that are shown at the same time as another one.
    let repeated: Int

    /// More samples than any clip has.
    private static let largestCount = 1 << 20

    /// Computes the times; `nil` if there are none, or too many.
    ///
    /// - Parameters:
    ///   - durations: the payload of the `stts` box.
    ///   - offsets: the payload of the `ctts` box; `nil` if there is none.
    init?(durations: ArraySlice<UInt8>, offsets: ArraySlice<UInt8>?) {
        guard let steps = Self.values(durations), !steps.isEmpty,
            let delays = Self.values(offsets ?? [])
        else { return nil }
        var (decoding, end) = (0, Int.min)
        var times: [Int] = []
        times.reserveCapacity(steps.count)
        for (number, step) in steps.enumerated() {
            let delay = number < delays.count ? delays[number] : 0
            let time = decoding + Int(Int32(truncatingIfNeeded: delay))
            times.append(time)
            end = max(end, time + step)
            decoding += step
        }
        times.sort()
        first = times[0]
        self.end = end
        repeated = zip(times, times.dropFirst()).count { $0 == $1 }
    }

    /// The value of each sample of a run-length coded table; `nil` if there are too many.
    private static func values(_ table: ArraySlice<UInt8>) -> [Int]? {
        var list: [Int] = []
        let entries = min(table.number(at: 4, bytes: 4), max(0, table.count - 8) / 8)
        for entry in 0..<entries {
            let count = table.number(at: 8 + entry * 8, bytes: 4)
            guard list.count + count <= largestCount else { return nil }
            list += repeatElement(table.number(at: 12 + entry * 8, bytes: 4), count: count)
        }
        return list
    }
}

extension MediaMeasurement {
    /// The number of pictures that are shown at the same time as another one, by an index whose
    /// tables agree with each other.
    var repeatedTimes: Int {
        guard !isFragmented, let track = video?.track, let counts = track.counts,
            counts.agree || counts.onlyLastChunkIsShort
        else { return 0 }
        return track.times?.repeated ?? 0
    }
}
