import Foundation

/// When the periods of the user's caps begin, in the machine's time zone.
enum SpendingPeriod {
    /// The most recent noon, so that an evening and the morning after it belong to one night.
    static func nightStart(at now: Date, calendar: Calendar = .current) -> Date {
        let noon = calendar.date(bySettingHour: 12, minute: 0, second: 0, of: now) ?? now
        guard noon > now else { return noon }
        return calendar.date(byAdding: .day, value: -1, to: noon) ?? noon
    }

    /// The beginning of the calendar month.
    static func monthStart(at now: Date, calendar: Calendar = .current) -> Date {
        calendar.dateInterval(of: .month, for: now)?.start ?? now
    }
}
