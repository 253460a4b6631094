package import DailiesPlanning

extension DailiesReport {
    /// The money: the quote of the plan, the reserves, and the costs of settled runs.
    package struct MoneyEntry: Sendable, Hashable {
        package var quote: Quote
        package var reserved: Money
        package var settled: Money
        /// How much more the runs with a known cost cost than was expected; negative if they cost
        /// less.
        package var drift: Money
        /// What counts under the production's cap: each accepted run at least at its worst price.
        package var counted = Money.zero
        /// What the runs cost that were submitted in the night of the last session, which lasts from
        /// noon to noon: what is known, and at worst.
        package var tonight = Quote.zero
        /// What the runs cost that brought no take for the film, because they failed or their takes were
        /// rejected: what is known, and at worst.
        package var failed = Quote.zero
        /// The quote of the runs that have no take and aren't under way.
        package var toFinish = Quote.zero
        /// The runs that were billed above the prices at worst that they were quoted at.
        package var overbilled: [OverbilledEntry] = []

        /// A run that was billed above its quote.
        package struct OverbilledEntry: Sendable, Hashable {
            package var take: String
            package var cost: Money
            /// What it was to cost at worst.
            package var quote: Money

            package init(take: String, cost: Money, quote: Money) {
                self.take = take
                self.cost = cost
                self.quote = quote
            }
        }

        package init(quote: Quote, reserved: Money, settled: Money, drift: Money = .zero) {
            self.quote = quote
            self.reserved = reserved
            self.settled = settled
            self.drift = drift
        }

        /// What the production has cost if all that is set aside is charged.
        package var atWorst: Money { settled + reserved }
    }
}
