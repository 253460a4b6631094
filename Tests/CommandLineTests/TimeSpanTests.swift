import Testing

@testable import DailiesCommandLine

struct TimeSpanTests {
    @Test(
        arguments: [
            ("90s", 90), ("45m", 2_700), ("7h30m", 27_000), ("1h0m1s", 3_601), ("0h1s", 1),
        ] as [(String, Int64)])
    func spansHaveUnits(_ text: String, _ seconds: Int64) {
        #expect(TimeSpan.duration(text) == .seconds(seconds))
    }

    @Test(arguments: ["", "90", "0s", "m", "5m3h", "-1h", "1.5h", "1h1h", "1d", "1234567s", "١s"])
    func anythingElseIsRefused(_ text: String) {
        #expect(TimeSpan.duration(text) == nil)
    }
}
