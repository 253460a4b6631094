/// An instant or a length of time in seconds, kept exactly as a fraction in lowest terms.
///
/// Two values are equal when they mean the same instant, whatever time base they came from:
/// 12/24 s equals 24000/48000 s. Sums that no `Int32` denominator can hold are rounded to the
/// nearest nanosecond, the only place where exactness can be lost.
public struct MediaTime: Hashable, Sendable {
    /// The numerator: how many `1/timescale` seconds.
    public let value: Int64
    /// The denominator: units in one second, always positive.
    public let timescale: Int32

    /// No time at all.
    public static let zero = MediaTime(value: 0, timescale: 1)

    /// Makes the time `value / timescale` seconds; `timescale` below 1 counts as 1.
    public init(value: Int64, timescale: Int32) {
        // Half as wide as the general way, and taken for every packet of a film.
        let scale = max(timescale, 1)
        let divisor = greatestCommonDivisor(value.magnitude, UInt64(scale.magnitude))
        self.value = value / Int64(divisor)
        self.timescale = scale / Int32(divisor)
    }

    /// Makes a whole number of seconds.
    public init(seconds: Int) {
        self.init(value: Int64(seconds), timescale: 1)
    }

    /// Makes the time nearest to a number of seconds from outside, to the microsecond.
    ///
    /// Returns `nil` for what is no finite number or lies beyond 10¹² seconds.
    public init?(seconds: Double) {
        guard seconds.isFinite, abs(seconds) < 1e12 else { return nil }
        self.init(value: Int64((seconds * 1_000_000).rounded()), timescale: 1_000_000)
    }

    init(reducing numerator: Int128, over denominator: Int128) {
        let divisor = max(greatestCommonDivisor(numerator.magnitude, denominator.magnitude), 1)
        var reduced = numerator / Int128(divisor)
        var scale = denominator / Int128(divisor)
        if scale > Int128(Int32.max) {
            reduced = roundedQuotient(reduced * 1_000_000_000, scale)
            scale = 1_000_000_000
            // Rounding may bring back a common factor; equality rests on lowest terms.
            let common = Int128(greatestCommonDivisor(reduced.magnitude, scale.magnitude))
            reduced /= common
            scale /= common
        }
        if Int64(exactly: reduced) == nil {
            // Beyond what 64 bits hold, whole seconds are as near as it gets.
            reduced = roundedQuotient(reduced, scale)
            scale = 1
        }
        value = Int64(clamping: reduced)
        timescale = Int32(scale)
    }

    /// The time in seconds, for printing and for JSON, never to compute with.
    public var seconds: Double { Double(value) / Double(timescale) }

    /// The count of `1/rate` units nearest to this time, halves away from zero.
    public func units(per rate: Int) -> Int64 {
        Int64(clamping: roundedQuotient(Int128(value) * Int128(rate), Int128(timescale)))
    }

    /// The distance from zero.
    public var magnitude: MediaTime { value < 0 ? .zero - self : self }
}

extension MediaTime: Comparable {
    /// Whether one instant lies before another.
    public static func < (left: MediaTime, right: MediaTime) -> Bool {
        Int128(left.value) * Int128(right.timescale) < Int128(right.value) * Int128(left.timescale)
    }
}

extension MediaTime {
    /// The sum, exact but for what `MediaTime` says of rounding.
    public static func + (left: MediaTime, right: MediaTime) -> MediaTime {
        let numerator =
            Int128(left.value) * Int128(right.timescale)
            + Int128(right.value) * Int128(left.timescale)
        return MediaTime(
            reducing: numerator,
            over: Int128(left.timescale) * Int128(right.timescale)
        )
    }

    /// The difference, exact likewise.
    public static func - (left: MediaTime, right: MediaTime) -> MediaTime {
        left + MediaTime(reducing: -Int128(right.value), over: Int128(right.timescale))
    }

    /// Adds in place.
    public static func += (left: inout MediaTime, right: MediaTime) {
        left = left + right
    }

    /// A whole multiple.
    public static func * (time: MediaTime, factor: Int) -> MediaTime {
        MediaTime(reducing: Int128(time.value) * Int128(factor), over: Int128(time.timescale))
    }
}

extension MediaTime: CustomStringConvertible {
    /// The time in seconds with up to three decimals, such as `5.042 s`.
    public var description: String {
        let thousandths = units(per: 1000)
        let sign = thousandths < 0 ? "-" : ""
        let fraction = String(thousandths.magnitude % 1000)
        let padded = String(repeating: "0", count: 3 - fraction.count) + fraction
        return "\(sign)\(thousandths.magnitude / 1000).\(padded) s"
    }
}

func greatestCommonDivisor<Number: UnsignedInteger>(_ first: Number, _ second: Number) -> Number {
    var (larger, smaller) = (first, second)
    while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
    return larger
}

/// Divides and rounds to the nearest whole number, halves away from zero.
func roundedQuotient(_ numerator: Int128, _ denominator: Int128) -> Int128 {
    let half = denominator / 2
    return (numerator >= 0 ? numerator + half : numerator - half) / denominator
}
