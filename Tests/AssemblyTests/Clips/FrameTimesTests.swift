import DailiesMedia
import DailiesMediaTime
import Testing

@testable import DailiesAssembly

/// Which rate the times of frames have.
struct FrameTimesTests {
    private func times(
        _ list: [Int64], unitsPerSecond: Int32 = 1000, last: Int64 = 0, stated: FrameRate? = nil
    ) -> FrameTimes {
        FrameTimes(
            presentationTimes: list, lastDuration: last,
            timeBase: StreamInfo.TimeBase(numerator: 1, denominator: unitsPerSecond),
            stated: stated)
    }

    /// The times of frames, rounded to milliseconds, or cut off.
    private func milliseconds(
        _ rate: FrameRate, _ count: Int, _ rule: FloatingPointRoundingRule
    ) -> [Int64] {
        (0..<count).map { Int64((Double($0) * 1000 / rate.framesPerSecond + 7).rounded(rule)) }
    }

    @Test(arguments: [
        "8", "12", "15", "16", "20", "24", "25", "30", "48", "50", "60", "24000/1001",
        "30000/1001", "60000/1001",
    ])
    func roundedTimesHaveTheirRate(_ text: String) throws {
        let rate = try #require(FrameRate(text))
        for rule in [FloatingPointRoundingRule.down, .toNearestOrEven] {
            let list = milliseconds(rate, 300, rule)
            let times = times(list)
            #expect(times.rate == rate)
            #expect(times.duration == rate.duration(frames: 300))
            // Any rate is found if the file states it.
            let odd = FrameRate(1000, 73)
            #expect(self.times(milliseconds(odd ?? rate, 90, rule), stated: odd).rate == odd)
        }
    }

    /// One frame that is two units late is not rounded, and neither is a last frame that is held.
    @Test func otherTimesVary() {
        var list = milliseconds(.film, 100, .down)
        #expect(times(list, last: 62).rate == .film)
        #expect(times(list, last: 64).rate == nil)
        list[50] += 2
        #expect(times(list).rate == nil)
        // 24 frames in 30 units: every fourth frame is shown twice as long.
        let pulled = (0..<48).map { Int64($0 * 5 / 4) }
        #expect(times(pulled, unitsPerSecond: 30).rate == nil)
    }

    @Test func aShortClipHasTheStatedRate() {
        let list = milliseconds(.film, 10, .down)
        #expect(times(list).rate == .film)
        let broadcast = FrameRate(24000, 1001)
        #expect(times(list, stated: broadcast).rate == broadcast)
        // libav's guess from a few times.
        #expect(times(list, stated: FrameRate(24_031, 1000)).rate == .film)
    }

    @Test func displacedFramesAreFound() {
        let order = (0..<40).map(Int64.init)
        #expect(times(order).displacedFrame(by: 32) == nil)
        var moved = order
        moved[3] = 35
        #expect(times(moved).displacedFrame(by: 32) == nil)
        moved[3] = 38
        #expect(times(moved).displacedFrame(by: 32) == 3)
        #expect(times([0, 40, 700_000]).longestStep == MediaTime(value: 699_960, timescale: 1000))
        #expect(times([5]).longestStep == nil)
    }
}
