package import DailiesPlanning

/// The costs of a production so far.
package struct MoneyTotals: Hashable, Sendable {
    /// The reserves of runs that aren't settled.
    package let reserved: Money
    /// The costs of settled runs.
    package let settled: Money

    package init(reserved: Money, settled: Money) {
        self.reserved = reserved
        self.settled = settled
    }
}
