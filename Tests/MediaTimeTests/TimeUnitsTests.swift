import DailiesMediaTime
import Testing

/// Conversion of times to units, text and floating point numbers.
struct TimeUnitsTests {
    @Test(
        arguments: [
            (1, 3, 1000, 333), (2, 3, 1000, 667), (1, 2000, 1000, 1), (-1, 2000, 1000, -1),
            (-1, 3, 1000, -333), (121, 24, 24, 121), (121, 24, 48_000, 242_000), (7, 1, 1, 7),
        ] as [(Int64, Int32, Int, Int64)])
    func unitsAreRoundedHalfAwayFromZero(
        value: Int64, timescale: Int32, rate: Int, units: Int64
    ) {
        #expect(MediaTime(value: value, timescale: timescale).units(per: rate) == units)
    }

    @Test(
        arguments: [
            (121, 24, "5.042 s"), (0, 1, "0.000 s"), (5, 1, "5.000 s"), (-1, 24, "-0.042 s"),
            (1, 1000, "0.001 s"), (1, 10_000, "0.000 s"), (-1, 10_000, "0.000 s"),
            (1999, 2000, "1.000 s"), (-3661, 1, "-3661.000 s"),
        ] as [(Int64, Int32, String)])
    func timesArePrintedWithThreeDecimals(
        value: Int64, timescale: Int32, text: String
    ) {
        #expect(MediaTime(value: value, timescale: timescale).description == text)
    }

    @Test func floatingPointNumbersAreRoundedToMicroseconds() {
        #expect(MediaTime(seconds: 5.5) == MediaTime(value: 11, timescale: 2))
        #expect(MediaTime(seconds: 0.1) == MediaTime(value: 1, timescale: 10))
        #expect(MediaTime(seconds: -0.000_000_6) == MediaTime(value: -1, timescale: 1_000_000))
        #expect(MediaTime(seconds: 0.000_000_4) == .zero)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 1e12, -1e12, 1e300])
    func invalidNumbersAreRejected(seconds: Double) {
        #expect(MediaTime(seconds: seconds) == nil)
    }

    @Test func secondsAreTheQuotient() {
        #expect(MediaTime(value: 121, timescale: 24).seconds == 121.0 / 24.0)
    }
}
