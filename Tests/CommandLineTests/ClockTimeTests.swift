import Foundation
import Testing

@testable import DailiesCommandLine

struct ClockTimeTests {
    @Test(arguments: ["6:00", "24:00", "06:60", "0600", "06:00:00", "", "ab:cd", "-1:00"])
    func whatIsNoTimeIsRefused(_ text: String) { #expect(ClockTime(text) == nil) }

    /// A time that has passed today is tomorrow's; the day on which clocks are set forward has 23
    /// hours.
    @Test(arguments: [
        ("2026-11-26T05:59:00+01:00", 60), ("2026-11-26T06:00:00+01:00", 24 * 3600),
        ("2026-11-26T23:00:00+01:00", 7 * 3600), ("2026-03-28T06:00:01+01:00", 23 * 3600 - 1),
    ])
    func theNextOccurrenceCounts(_ now: String, _ seconds: Int) throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "Europe/Berlin"))
        let time = try #require(ClockTime("06:00"))
        let date = try Date(now, strategy: .iso8601)
        #expect(time.fromNow(date, calendar: calendar) == .seconds(seconds))
    }
}
