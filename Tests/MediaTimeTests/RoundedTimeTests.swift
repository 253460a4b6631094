import DailiesMediaTime
import Testing

/// Rounded sums equal other times that denote the same instant.
struct RoundedTimeTests {
    @Test func roundedSumsAreReducedToLowestTerms() {
        let almost = MediaTime(value: 2_147_483_646, timescale: 2_147_483_647)
        let rest = MediaTime(value: 1, timescale: 2_147_483_646)
        #expect(almost + rest == MediaTime(seconds: 1))
    }
}
