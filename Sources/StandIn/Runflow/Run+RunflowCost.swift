import DailiesJSON

extension Run {
    /// The price in USD, such as `0.560`.
    var dollars: String { Self.dollars(price) }

    /// Runflow's breakdown of the price.
    var costBreakdown: JSONValue {
        [
            "currency": "USD",
            "unit": "second",
            "quantity": .integer(asked.seconds),
            "unit_price": .string(Self.dollars(price / max(asked.seconds, 1))),
            "total": .string(dollars),
        ]
    }

    private static func dollars(_ thousandths: Int) -> String {
        let fraction = String(thousandths % 1000)
        return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - fraction.count)
            + fraction
    }
}
