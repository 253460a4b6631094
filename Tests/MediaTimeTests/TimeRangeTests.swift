import DailiesMediaTime
import Testing

/// Ranges of time are half-open.
struct TimeRangeTests {
    @Test func theDurationIsTheDifferenceOfEndAndStart() {
        let range = TimeRange(start: MediaTime(seconds: 2), end: MediaTime(seconds: 5))
        #expect(range.duration == MediaTime(seconds: 3))
        #expect(range == TimeRange(start: MediaTime(seconds: 2), duration: MediaTime(seconds: 3)))
    }

    @Test func adjacentRangesDoNotOverlap() {
        let frame = MediaTime(value: 1, timescale: 24)
        let first = TimeRange(start: .zero, duration: frame)
        let second = TimeRange(start: first.end, duration: frame)
        #expect(first.end == second.start)
        #expect(first.duration + second.duration == second.end - first.start)
    }

    @Test func rangesThatEndBeforeTheirStartAreEmpty() {
        let range = TimeRange(start: MediaTime(seconds: 5), end: MediaTime(seconds: 2))
        #expect(range.end == range.start)
        #expect(range.duration == .zero)
        let back = TimeRange(start: .zero, duration: MediaTime(seconds: -1))
        #expect(back.duration == .zero)
    }

    @Test func theLongestRangeHasADuration() {
        let range = TimeRange(
            start: MediaTime(value: .min, timescale: 1), end: MediaTime(value: .max, timescale: 1))
        #expect(range.duration > .zero)
    }
}
