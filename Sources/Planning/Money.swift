/// An amount in US dollars, kept as whole micro-dollars: a millionth, never a fraction of one.
package struct Money: Hashable, Sendable {
    package let microdollars: Int64

    package static let zero = Money(microdollars: 0)

    package init(microdollars: Int64) { self.microdollars = microdollars }

    /// Reads a decimal such as "0.84" or "12"; digits beyond the sixth decimal are rounded.
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
            for place in 0..<6 {
                fraction = fraction * 10 + (place < digits.count ? digits[place] : 0)
            }
            if digits.count > 6, digits[6] >= 5 { fraction += 1 }
        }
        let amount = whole * 1_000_000 + fraction
        self.init(microdollars: isNegative ? -amount : amount)
    }

    /// The amount nearest to a number of dollars from outside; `nil` for what is no amount that
    /// anybody could mean.
    package init?(dollars: Double) {
        guard dollars.isFinite, abs(dollars) < 1e9 else { return nil }
        self.init(microdollars: Int64((dollars * 1_000_000).rounded()))
    }

    package static func + (left: Money, right: Money) -> Money {
        Money(microdollars: left.microdollars + right.microdollars)
    }

    package static func * (amount: Money, count: Int) -> Money {
        Money(microdollars: amount.microdollars * Int64(count))
    }

    /// Dollars with at least two and at most six decimals, as JSON carries money: "0.84".
    package var decimal: String {
        let fraction = String(microdollars.magnitude % 1_000_000)
        var digits = String(repeating: "0", count: 6 - fraction.count) + fraction
        while digits.count > 2, digits.last == "0" { digits.removeLast() }
        let sign = microdollars < 0 ? "-" : ""
        return "\(sign)\(microdollars.magnitude / 1_000_000).\(digits)"
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
    /// All of them together.
    package var sum: Money { reduce(.zero, +) }
}
