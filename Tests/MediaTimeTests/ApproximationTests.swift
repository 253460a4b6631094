import DailiesMediaTime
import Testing

/// Exact times are recovered from their floating point seconds.
@Suite struct ApproximationTests {
    @Test(arguments: [
        MediaTime(value: 25, timescale: 24), MediaTime(value: 121, timescale: 24), .zero,
        MediaTime(value: -1001, timescale: 30000), MediaTime(value: 7905, timescale: 1000),
        MediaTime(value: 48_001, timescale: 48_000), MediaTime(seconds: 86_400),
        MediaTime(value: 3_600_000_001, timescale: 90_000),
    ])
    func exactTimesRoundTrip(_ time: MediaTime) {
        #expect(MediaTime(reading: time.seconds) == time)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 1e10])
    func invalidNumbersAreRejected(_ seconds: Double) {
        #expect(MediaTime(reading: seconds) == nil)
    }

    @Test(arguments: [0.1, 1e-300, 1 / 3.0, 3.141592653589793, 1e-9, 999_999_999.5, 2.000_000_001])
    func otherNumbersAreWithinTwoNanoseconds(_ seconds: Double) throws {
        let time = try #require(MediaTime(reading: seconds))
        #expect(abs(time.seconds - seconds) <= 2e-9)
    }
}
