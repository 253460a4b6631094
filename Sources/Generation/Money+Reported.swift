import DailiesJSON
import DailiesPlanning

extension Money {
    /// Reads a reported cost: US dollars as a number or a string.
    ///
    /// `nil` for a negative, out-of-range or unreadable value: the reserve then stays.
    init?(reported json: JSONValue?) {
        let cost =
            json?.text.flatMap { Money(decimal: $0) }
            ?? json?.number.flatMap { Money(dollars: $0) }
        guard let cost, cost >= .zero else { return nil }
        self = cost
    }
}
