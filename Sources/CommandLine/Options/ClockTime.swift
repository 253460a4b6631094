import Foundation

/// A time of day, such as 06:00, in the machine's time zone.
struct ClockTime: Hashable, Sendable {
    let hour: Int
    let minute: Int

    /// Parses "HH:MM"; `nil` for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 }), let hour = Int(parts[0]),
            let minute = Int(parts[1]), (0..<24).contains(hour), (0..<60).contains(minute)
        else { return nil }
        self.hour = hour
        self.minute = minute
    }

    /// How long it is until it is that time; zero if it was that time within the last twelve hours.
    ///
    /// So a session that begins late, in the morning after its night, submits nothing.
    func fromNow(_ now: Date = Date(), calendar: Calendar = .current) -> Duration {
        let next = calendar.nextDate(
            after: now, matching: DateComponents(hour: hour, minute: minute, second: 0),
            matchingPolicy: .nextTime)
        let wait = next.map { $0.timeIntervalSince(now) } ?? 0
        return .seconds(wait > 12 * 3600 ? 0 : wait)
    }
}

extension ClockTime: CustomStringConvertible {
    var description: String { [hour, minute].map(Self.twoDigits).joined(separator: ":") }

    /// The same time twelve hours later, until which the time counts as over.
    var end: ClockTime { ClockTime(hour: (hour + 12) % 24, minute: minute) }

    private init(hour: Int, minute: Int) {
        self.hour = hour
        self.minute = minute
    }

    private static func twoDigits(_ number: Int) -> String {
        (number < 10 ? "0" : "") + "\(number)"
    }
}
