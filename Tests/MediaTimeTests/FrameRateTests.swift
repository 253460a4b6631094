import DailiesMediaTime
import Testing

/// Parsing of frame rates as written by people, files and tools.
struct FrameRateTests {
    @Test(
        arguments: [
            ("24", 24, 1), ("24/1", 24, 1), ("48/2", 24, 1), ("24.0", 24, 1), ("12.5", 25, 2),
            ("23.976", 24_000, 1001), ("24000/1001", 24_000, 1001), ("29.97", 30_000, 1001),
            ("59.94", 60_000, 1001), ("47.952", 48_000, 1001), ("119.88", 120_000, 1001),
            ("30000/1001", 30_000, 1001), ("25.000", 25, 1), ("2147483647", 2_147_483_647, 1),
        ] as [(String, Int32, Int32)])
    func ratesAreParsedExactly(text: String, numerator: Int32, denominator: Int32) throws {
        let rate = try #require(FrameRate(text))
        #expect(rate.numerator == numerator)
        #expect(rate.denominator == denominator)
    }

    @Test(arguments: [
        "", " ", "fast", "24fps", "24/", "/1", "24/0", "0/1", "0", "-24", "24/-1", "-24/-1",
        "24/1/1", "nan", "inf", "-inf", "1e9", "24,0", "99999999999", "99999999999/1", "0.0001",
        "1000.5", "24 / 1",
    ])
    func invalidTextIsRejected(text: String) {
        #expect(FrameRate(text) == nil)
    }

    @Test(
        arguments: [
            (0, 1), (1, 0), (-24, 1), (24, -1), (.min, 1), (1, .min), (.min, .min),
        ] as [(Int32, Int32)])
    func ratesMustBePositive(numerator: Int32, denominator: Int32) {
        #expect(FrameRate(numerator, denominator) == nil)
    }

    @Test func descriptionsRoundTrip() throws {
        let rate = try #require(FrameRate(48_000, 2002))
        #expect(rate.description == "24000/1001")
        #expect(FrameRate(rate.description) == rate)
        #expect(FrameRate(24)?.description == "24/1")
    }

    @Test func durationsFollowFromFrameCounts() throws {
        let rate = try #require(FrameRate(24))
        #expect(rate.duration(frames: 121) == MediaTime(value: 121, timescale: 24))
        #expect(rate.duration(frames: 0) == .zero)
        #expect(rate.framesPerSecond == 24)
    }

    @Test func theLargestRateDoesNotOverflow() throws {
        let rate = try #require(FrameRate(.max, 1))
        #expect(rate.frameDuration == MediaTime(value: 1, timescale: .max))
        #expect(rate.duration(frames: .max).timescale > 0)
    }
}
