extension PolicyRule {
    /// Whether a value meets the rule; `nil` if that is unknown.
    func isMet(by value: MeasuredFields.Value) -> Bool? {
        if case .compares(_, "compare") = condition { return nil }
        switch (value, condition) {
        case (.unknown, _): return nil
        case (.present, .exists), (.absent, .mustNotExist), (.absent, .mustNotStartWith):
            return true
        case (.present, .mustNotExist), (.absent, _): return false
        case (.present(let text), .startsWith(let start)): return text.hasPrefix(start)
        case (.present(let text), .mustNotStartWith(let start)): return !text.hasPrefix(start)
        case (.present(let text), .compares(let comparison, let operand)):
            return comparison.holds(text, operand, tolerance: tolerance)
        }
    }

    /// The tolerance in seconds for durations, which containers round differently; other fields are
    /// exact.
    var tolerance: Double {
        if case .field(_, "Duration", _) = subject { 0.001 } else { 0 }
    }
}

extension PolicyRule.Comparison {
    /// Compares numerically if both sides are numbers.
    ///
    /// Other text is only compared for equality and has no order, as in XPath.
    func holds(_ value: String, _ operand: String, tolerance: Double) -> Bool {
        guard let left = Self.number(value), let right = Self.number(operand) else {
            switch self {
            case .equal: return value == operand
            case .notEqual: return value != operand
            case .less, .atMost, .greater, .atLeast: return false
            }
        }
        // 1e-9 compensates for the rounding of decimal fractions in binary.
        let isEqual = abs(left - right) <= tolerance + 1e-9
        return switch self {
        case .equal: isEqual
        case .notEqual: !isEqual
        case .less: left < right && !isEqual
        case .atMost: left < right || isEqual
        case .greater: left > right && !isEqual
        case .atLeast: left > right || isEqual
        }
    }

    /// Parses a plain decimal number; `Double` alone would also accept "nan", "1e9" and "0x10".
    private static func number(_ text: String) -> Double? {
        text.wholeMatch(of: /-?[0-9]+(?:\.[0-9]*)?/) == nil ? nil : Double(text)
    }
}
