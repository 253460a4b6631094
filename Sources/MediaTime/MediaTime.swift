/// An instant or a duration in seconds, stored as an exact fraction in lowest terms.
///
/// Two values are equal if they denote the same instant, independently of the time base they were
/// made from: 12/24 s equals 24000/48000 s. Sums that need a denominator larger than `Int32` are
/// rounded to the nearest nanosecond, and values beyond 64 bits to whole seconds; all else is exact.
public struct MediaTime: Hashable, Sendable {
    /// The numerator: the number of `1/timescale` seconds.
    public let value: Int64
    /// The denominator: units per second, always positive.
    public let timescale: Int32

    /// Zero seconds.
    public static let zero = MediaTime(value: 0, timescale: 1)

    /// Makes the time `value / timescale` seconds; `timescale` below 1 counts as 1.
    public init(value: Int64, timescale: Int32) {
        // 64-bit arithmetic instead of the general 128-bit one, since this runs for every packet.
        let scale = max(timescale, 1)
        let divisor = greatestCommonDivisor(value.magnitude, UInt64(scale.magnitude))
        self.value = value / Int64(divisor)
        self.timescale = scale / Int32(divisor)
    }

    /// Makes a whole number of seconds.
    public init(seconds: Int) {
        self.init(value: Int64(seconds), timescale: 1)
    }

    /// Makes the time nearest to a number of seconds, rounded to microseconds.
    ///
    /// Returns `nil` if the number isn't finite or its magnitude is 10¹² or more.
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
            // Rounding may introduce a common factor, but equality requires lowest terms.
            let common = Int128(greatestCommonDivisor(reduced.magnitude, scale.magnitude))
            reduced /= common
            scale /= common
        }
        if Int64(exactly: reduced) == nil {
            // Values beyond 64 bits are rounded to whole seconds.
            reduced = roundedQuotient(reduced, scale)
            scale = 1
        }
        value = Int64(clamping: reduced)
        timescale = Int32(scale)
    }

    /// The time in seconds, for printing and JSON; not for computations.
    public var seconds: Double { Double(value) / Double(timescale) }

    /// The nearest number of `1/rate` second units; halves are rounded away from zero.
    public func units(per rate: Int) -> Int64 {
        Int64(clamping: roundedQuotient(Int128(value) * Int128(rate), Int128(timescale)))
    }

    /// The absolute value.
    public var magnitude: MediaTime { value < 0 ? .zero - self : self }
}

extension MediaTime: Comparable {
    /// Whether one instant is before another.
    public static func < (left: MediaTime, right: MediaTime) -> Bool {
        Int128(left.value) * Int128(right.timescale) < Int128(right.value) * Int128(left.timescale)
    }
}

extension MediaTime {
    /// The sum, exact except for the rounding described at `MediaTime`.
    public static func + (left: MediaTime, right: MediaTime) -> MediaTime {
        let numerator =
            Int128(left.value) * Int128(right.timescale)
            + Int128(right.value) * Int128(left.timescale)
        return MediaTime(
            reducing: numerator,
            over: Int128(left.timescale) * Int128(right.timescale)
        )
    }

    /// The difference, with the same exactness as the sum.
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

/// Divides and rounds to the nearest whole number; halves are rounded away from zero.
func roundedQuotient(_ numerator: Int128, _ denominator: Int128) -> Int128 {
    let half = denominator / 2
    return (numerator >= 0 ? numerator + half : numerator - half) / denominator
}
