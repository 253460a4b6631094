import Foundation
import Testing

@testable import DailiesCommandLine

struct ClockTimeTests {
    @Test(arguments: ["6:00", "24:00", "06:60", "0600", "06:00:00", "", "ab:cd", "-1:00"])
    func whatIsNoTimeIsRefused(_ text: String) { #expect(ClockTime(text) == nil) }

    /// A time that passed within twelve hours is over; in the night in which clocks are set forward
    /// an hour is missing.
    @Test(arguments: [
        ("2026-11-26T05:59:00+01:00", 60), ("2026-11-26T06:00:00+01:00", 0),
        ("2026-11-26T08:00:00+01:00", 0), ("2026-11-26T17:59:59+01:00", 0),
        ("2026-11-26T18:00:00+01:00", 12 * 3600), ("2026-11-26T23:00:00+01:00", 7 * 3600),
        ("2026-03-28T23:00:00+01:00", 6 * 3600),
    ])
    func theNextOccurrenceCounts(_ now: String, _ seconds: Int) throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "Europe/Berlin"))
        let time = try #require(ClockTime("06:00"))
        let date = try Date(now, strategy: .iso8601)
        #expect(time.fromNow(date, calendar: calendar) == .seconds(seconds))
    }
}
