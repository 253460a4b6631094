/// A time span as users write it, such as 90s, 45m or 7h30m.
enum TimeSpan {
    /// Parses numbers with the units h, m and s, the longest unit first and each at most once; `nil`
    /// for anything else, and for zero.
    static func duration(_ text: String) -> Duration? {
        var rest = text[...]
        var seconds: Int64 = 0
        for (unit, factor) in [("h", 3600), ("m", 60), ("s", 1)] as [(Character, Int64)] {
            guard let end = rest.firstIndex(of: unit) else { continue }
            let digits = rest[..<end]
            guard !digits.isEmpty, digits.count <= 6,
                digits.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int64(digits)
            else { return nil }
            seconds += number * factor
            rest = rest[rest.index(after: end)...]
        }
        return rest.isEmpty && seconds > 0 ? .seconds(seconds) : nil
    }
}

extension OptionValue<Duration> {
    static var timeSpan: OptionValue {
        OptionValue("DURATION", expected: "a time span such as 45m or 7h30m") {
            TimeSpan.duration($0)
        }
    }
}
