package import DailiesPlanning

/// The costs of a production so far.
package struct MoneyTotals: Hashable, Sendable {
    /// The reserves of runs that aren't settled.
    package internal(set) var reserved: Money
    /// The costs of settled runs.
    package internal(set) var settled: Money

    package init(reserved: Money = .zero, settled: Money = .zero) {
        self.reserved = reserved
        self.settled = settled
    }
}
