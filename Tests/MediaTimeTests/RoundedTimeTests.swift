import DailiesMediaTime
import Testing

/// A rounded sum is a time like any other: equal to what means the same instant.
struct RoundedTimeTests {
    @Test func aRoundedSumIsKeptInLowestTermsToo() {
        let almost = MediaTime(value: 2_147_483_646, timescale: 2_147_483_647)
        let rest = MediaTime(value: 1, timescale: 2_147_483_646)
        #expect(almost + rest == MediaTime(seconds: 1))
    }
}
