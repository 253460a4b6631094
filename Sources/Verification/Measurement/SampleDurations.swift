import DailiesContainer
import DailiesMediaTime

/// How long the samples of a track last, in units of the track (`stts`).
///
/// Source: ISO/IEC 14496-12, 8.6.1.2.
struct SampleDurations: Hashable, Sendable, Codable {
    /// The number of samples.
    private(set) var count = 0
    /// The sum of the durations of all samples.
    private(set) var total = 0
    /// The duration of the last sample.
    private(set) var last = 0
    /// The shortest and the longest duration of the samples before the last one; `nil` if there is
    /// none.
    private(set) var others: ClosedRange<Int>?

    /// The limit of sums, larger than in any real file, so that damaged values can't overflow.
    private static let largestSum = 1 << 50

    /// Reads the payload of the box; entries beyond its end don't count.
    init(_ table: ArraySlice<UInt8>) {
        let entries = min(table.number(at: 4, bytes: 4), max(0, table.count - 8) / 8)
        for entry in 0..<entries {
            let samples = table.number(at: 8 + entry * 8, bytes: 4)
            let duration = table.number(at: 12 + entry * 8, bytes: 4)
            guard samples > 0 else { continue }
            if count > 0 { addOther(last) }
            if samples > 1 { addOther(duration) }
            count = min(Self.largestSum, count + samples)
            let (sum, overflow) = samples.multipliedReportingOverflow(by: duration)
            total = min(
                Self.largestSum, total + (overflow ? Self.largestSum : min(sum, Self.largestSum)))
            last = duration
        }
    }

    private mutating func addOther(_ duration: Int) {
        others =
            others.map {
                min($0.lowerBound, duration)...max($0.upperBound, duration)
            } ?? duration...duration
    }

    /// The rate of the samples before the last one if it lasts for another time than they do.
    ///
    /// How long the last picture lasts is no step from one picture to the next: editors extend it
    /// and trim it by the edit list again. `nil` if it lasts as long as the others, up to a unit by
    /// which times are rounded.
    func rateWithoutLast(timescale: Int) -> FrameRate? {
        guard let others, timescale > 0,
            last < others.lowerBound - 1 || last > others.upperBound + 1
        else { return nil }
        let span = MediaTime(
            value: Int64(total - last), timescale: Int32(clamping: timescale))
        // Times that are rounded stand for a usual rate.
        let usual =
            others.lowerBound == others.upperBound
            ? nil
            : FrameRate.usual(
                steps: count - 1, in: span,
                unit: MediaTime(value: 1, timescale: Int32(clamping: timescale)))
        return usual ?? FrameRate(steps: count - 1, in: span)
    }
}
