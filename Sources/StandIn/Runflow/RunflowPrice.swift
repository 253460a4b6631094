import DailiesJSON

/// What the model costs with Runflow, in thousandths of a dollar.
struct RunflowPrice: Sendable {
    let seconds: Int
    let hasSound: Bool

    private var perSecond: Int { hasSound ? 168 : 112 }

    /// The whole price in USD, such as `0.560`.
    var total: String { Self.dollars(seconds * perSecond) }

    /// How the price comes about.
    var breakdown: JSONValue {
        [
            "currency": "USD",
            "unit": "second",
            "quantity": .integer(seconds),
            "unit_price": .string(Self.dollars(perSecond)),
            "total": .string(total),
        ]
    }

    private static func dollars(_ thousandths: Int) -> String {
        let fraction = String(thousandths % 1000)
        return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - fraction.count)
            + fraction
    }
}
