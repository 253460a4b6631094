import DailiesMediaTime
import Testing

/// No pair of numbers in a file's header may trap.
struct ExtremeTimeTests {
    static let times: [MediaTime] = {
        let values: [Int64] = [.min, .min + 1, -1, 0, 1, 2, .max - 1, .max]
        let scales: [Int32] = [.min, -1, 0, 1, 2, 90_000, .max - 1, .max]
        return values.flatMap { value in scales.map { MediaTime(value: value, timescale: $0) } }
    }()

    @Test func extremeTimesCanBeAddedAndSubtracted() {
        for left in Self.times {
            for right in Self.times {
                #expect((left + right).timescale > 0)
                #expect((left - right).timescale > 0)
                #expect((left + right) == (right + left))
            }
        }
    }

    @Test func extremeTimesCanBeMultiplied() {
        for time in Self.times {
            for factor in [Int.min, -1, 0, 1, 3, .max] {
                #expect((time * factor).timescale > 0)
            }
            #expect(time * 1 == time)
            #expect(time * 0 == .zero)
        }
    }

    @Test func exactlyOneOfLessEqualAndGreaterHolds() {
        for left in Self.times {
            for right in Self.times {
                let answers = [left < right, left == right, right < left]
                #expect(answers.count(where: \.self) == 1, "\(left) against \(right)")
            }
        }
    }

    @Test func extremeTimesCanBeConvertedAndPrinted() {
        for time in Self.times {
            for rate in [Int.min, -1, 0, 1, 1000, .max] { _ = time.units(per: rate) }
            #expect(time.description.hasSuffix(" s"))
            #expect(time.magnitude >= .zero)
            #expect(time.seconds.isFinite)
        }
    }

    @Test func unitsAreClampedToTheirRange() {
        #expect(MediaTime(value: .max, timescale: 1).units(per: 1000) == .max)
        #expect(MediaTime(value: .min, timescale: 1).units(per: 1000) == .min)
    }

    @Test func timescalesBelowOneCountAsOne() {
        #expect(MediaTime(value: 7, timescale: 0) == MediaTime(seconds: 7))
        #expect(MediaTime(value: 7, timescale: -24) == MediaTime(seconds: 7))
    }

    @Test func sumsWithTooLargeADenominatorAreRoundedToNanoseconds() {
        let sum =
            MediaTime(value: 1, timescale: 2_147_483_647)
            + MediaTime(value: 1, timescale: 2_147_483_629)
        #expect(sum == MediaTime(value: 1, timescale: 1_000_000_000))
    }
}
