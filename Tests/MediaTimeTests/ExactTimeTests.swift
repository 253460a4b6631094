import DailiesMediaTime
import Testing

/// Times are exact in all time bases that media files use.
struct ExactTimeTests {
    @Test func timesAreReducedToLowestTerms() {
        let half = MediaTime(value: 12, timescale: 24)
        #expect(half.value == 1)
        #expect(half.timescale == 2)
        #expect(MediaTime(value: 0, timescale: 90_000) == .zero)
        #expect(MediaTime(value: -3000, timescale: 90_000) == MediaTime(value: -1, timescale: 30))
    }

    @Test(arguments: [24, 12_288, 48_000, 90_000, 30_000, 1_000_000] as [Int32])
    func oneSecondIsEqualInEveryTimeBase(timescale: Int32) {
        let second = MediaTime(value: Int64(timescale), timescale: timescale)
        #expect(second == MediaTime(seconds: 1))
        #expect(second.hashValue == MediaTime(seconds: 1).hashValue)
        #expect(second.units(per: Int(timescale)) == Int64(timescale))
    }

    @Test(arguments: [24, 12_288, 48_000, 90_000] as [Int32])
    func aThousandTicksAddUpExactly(timescale: Int32) {
        let tick = MediaTime(value: 1, timescale: timescale)
        let sum = (0..<1000).reduce(MediaTime.zero) { sum, _ in sum + tick }
        #expect(sum == MediaTime(value: 1000, timescale: timescale))
        #expect(sum == tick * 1000)
    }

    @Test func sumsAcrossTimeBasesAreExact() {
        let frame = MediaTime(value: 512, timescale: 12_288)
        let samples = MediaTime(value: 1024, timescale: 48_000)
        let ticks = MediaTime(value: 3003, timescale: 90_000)
        let sum = frame + samples + ticks
        // 1/24 + 8/375 + 1001/30000 s, over their common denominator.
        #expect(sum == MediaTime(value: 2891, timescale: 30_000))
        #expect(sum - ticks - samples == frame)
    }

    @Test func anHourOfBroadcastFramesIsExact() throws {
        let rate = try #require(FrameRate(30_000, 1001))
        #expect(rate.frameDuration == MediaTime(value: 1001, timescale: 30_000))
        #expect(rate.duration(frames: 30_000) == MediaTime(seconds: 1001))
        #expect(rate.duration(frames: 107_892) == MediaTime(value: 8_999_991, timescale: 2500))
    }

    @Test func adding12288sTo48000sStaysExactForAWholeDay() {
        let day = MediaTime(value: 86_400 * 12_288 + 1, timescale: 12_288)
        let sample = MediaTime(value: 1, timescale: 48_000)
        #expect((day + sample) - day == sample)
    }

    @Test func timesAreComparedIndependentlyOfTheTimeBase() {
        let frame = MediaTime(value: 1, timescale: 24)
        #expect(MediaTime(value: 512, timescale: 12_288) == frame)
        #expect(frame < MediaTime(value: 2001, timescale: 48_000))
        #expect(MediaTime(value: 1999, timescale: 48_000) < frame)
        #expect(!(frame < frame))
        #expect(MediaTime(seconds: -1) < .zero)
    }

    @Test func timesCanBeAddedInPlace() {
        var time = MediaTime.zero
        time += MediaTime(value: 1, timescale: 3)
        time += MediaTime(value: 2, timescale: 3)
        #expect(time == MediaTime(seconds: 1))
    }

    @Test func theMagnitudeIsTheAbsoluteValue() {
        let time = MediaTime(value: 5, timescale: 24)
        #expect((MediaTime.zero - time).magnitude == time)
        #expect(time.magnitude == time)
        #expect(MediaTime.zero.magnitude == .zero)
    }
}
