package import DailiesJSON

/// A model's own field, passed on under its own name.
package enum ExtraField: Hashable, Sendable {
    /// One of the values; any text if there are none.
    case text([String])
    case integer(ClosedRange<Int>?)
    case number(ClosedRange<Double>?)
    case bool

    /// What must be written instead of a value; `nil` if the value is right.
    package func correction(for value: JSONValue) -> String? {
        switch self {
        case .text(let values):
            if values.isEmpty { return value.text == nil ? "a text in quotes" : nil }
            let isListed = value.text.map(values.contains) == true
            return isListed
                ? nil : "one of " + values.map { "\"\($0)\"" }.joined(separator: ", ")
        case .integer(let range):
            if let number = value.integer, range?.contains(number) != false { return nil }
            return "a whole number" + Self.bounds(range)
        case .number(let range):
            if let number = value.number, range?.contains(number) != false { return nil }
            return "a number" + Self.bounds(range)
        case .bool: return value.bool == nil ? "true or false, without quotes" : nil
        }
    }

    private static func bounds(_ range: ClosedRange<some Comparable>?) -> String {
        range.map { " from \($0.lowerBound) to \($0.upperBound)" } ?? ""
    }
}
