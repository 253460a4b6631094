extension MediaTime {
    /// Recovers an exact time from seconds as a floating point number: the simplest fraction that
    /// rounds to it.
    ///
    /// `1.0416666666666667` becomes 25/24. `nil` if the number isn't finite or its magnitude is 10⁹
    /// or more.
    public init?(reading seconds: Double) {
        guard seconds.isFinite, abs(seconds) < 1e9 else { return nil }
        // Continued fractions give the best approximation for each size of the denominator.
        var (numerator, denominator) = (Int64(1), Int64(0))
        var (before, beforeDenominator) = (Int64(0), Int64(1))
        var rest = abs(seconds)
        while true {
            let whole = Int64(rest)
            let next = whole.multipliedReportingOverflow(by: numerator)
            let nextDenominator = whole * denominator + beforeDenominator
            guard !next.overflow, nextDenominator <= 1_000_000_000 else { break }
            (numerator, before) = (next.partialValue + before, numerator)
            (denominator, beforeDenominator) = (nextDenominator, denominator)
            let fraction = rest - Double(whole)
            let found = Double(numerator) / Double(denominator)
            guard abs(found - abs(seconds)) > abs(seconds).ulp * 2, fraction > 1e-12 else { break }
            rest = 1 / fraction
        }
        self.init(
            value: seconds < 0 ? -numerator : numerator, timescale: Int32(max(1, denominator)))
    }
}
