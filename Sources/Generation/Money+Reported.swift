import DailiesJSON
import DailiesPlanning

extension Money {
    /// A cost as a provider reports it, in dollars as a number or a string; `nil` for what nobody
    /// can mean: the reserve then stays.
    init?(reported json: JSONValue?) {
        let cost =
            json?.text.flatMap { Money(decimal: $0) }
            ?? json?.number.flatMap { Money(dollars: $0) }
        guard let cost, cost >= .zero else { return nil }
        self = cost
    }
}
