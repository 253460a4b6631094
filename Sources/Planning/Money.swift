/// An amount in US dollars, stored as a whole number of micro-dollars (millionths of a dollar).
package struct Money: Hashable, Sendable {
    package let microdollars: Int64

    package static let zero = Money(microdollars: 0)

    package init(microdollars: Int64) { self.microdollars = microdollars }

    /// Reads a decimal such as "0.84" or "12", with at most nine digits before the point; it is
    /// rounded to six decimals, half away from zero.
    ///
    /// `nil` for any other text.
    package init?(decimal text: some StringProtocol) {
        let isNegative = text.hasPrefix("-")
        let parts = text.dropFirst(isNegative ? 1 : 0).split(
            separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, first.first?.isNumber == true, first.count <= 9,
            let whole = Int64(first)
        else { return nil }
        var fraction: Int64 = 0
        if parts.count == 2 {
            let digits = parts[1].utf8.map { Int64($0) - Int64(UInt8(ascii: "0")) }
            guard !digits.isEmpty, digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
            for index in 0..<6 {
                fraction = fraction * 10 + (index < digits.count ? digits[index] : 0)
            }
            if digits.count > 6, digits[6] >= 5 { fraction += 1 }
        }
        let amount = whole * 1_000_000 + fraction
        self.init(microdollars: isNegative ? -amount : amount)
    }

    /// A number of dollars, rounded to the nearest micro-dollar; `nil` if it isn't finite, or from
    /// 1,000,000,000 on in either direction.
    package init?(dollars: Double) {
        guard dollars.isFinite, abs(dollars) < 1e9 else { return nil }
        self.init(microdollars: Int64((dollars * 1_000_000).rounded()))
    }

    package static func + (left: Money, right: Money) -> Money {
        let (sum, overflow) = left.microdollars.addingReportingOverflow(right.microdollars)
        return overflow ? limit(isNegative: right < .zero) : Money(microdollars: sum)
    }

    package static func - (left: Money, right: Money) -> Money {
        let (rest, overflow) = left.microdollars.subtractingReportingOverflow(right.microdollars)
        return overflow ? limit(isNegative: left < .zero) : Money(microdollars: rest)
    }

    package static func * (amount: Money, count: Int) -> Money {
        let (product, overflow) = amount.microdollars.multipliedReportingOverflow(by: Int64(count))
        return overflow
            ? limit(isNegative: (amount < .zero) != (count < 0)) : Money(microdollars: product)
    }

    /// The largest amount, which an overflow results in: damaged files may contain any number, and a
    /// crash would end every command that reads them.
    private static func limit(isNegative: Bool) -> Money {
        Money(microdollars: isNegative ? .min : .max)
    }

    /// Dollars with two to six decimals, as in JSON: "0.84".
    package var decimal: String { decimal(places: places) }

    /// How many decimals the amount needs, from two to six.
    package var places: Int {
        var (places, rest) = (6, microdollars.magnitude % 1_000_000)
        while places > 2, rest % 10 == 0 {
            rest /= 10
            places -= 1
        }
        return places
    }

    /// Dollars for people with as many decimals as the amounts beside it: "$0.840".
    ///
    /// - Parameter places: from two to six; further decimals are cut off.
    package func text(places: Int) -> String { "$" + decimal(places: places) }

    private func decimal(places: Int) -> String {
        let fraction = String(microdollars.magnitude % 1_000_000)
        let digits = String(repeating: "0", count: 6 - fraction.count) + fraction
        let sign = microdollars < 0 ? "-" : ""
        return "\(sign)\(microdollars.magnitude / 1_000_000).\(digits.prefix(places))"
    }
}

extension Money: Comparable {
    package static func < (left: Money, right: Money) -> Bool {
        left.microdollars < right.microdollars
    }
}

extension Money: CustomStringConvertible {
    package var description: String { "$" + decimal }
}

extension Sequence<Money> {
    /// The sum of the amounts.
    package var sum: Money { reduce(.zero, +) }

    /// How many decimals the amounts need where they stand together.
    package var places: Int { map(\.places).max() ?? 2 }
}
