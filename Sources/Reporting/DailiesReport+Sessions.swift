package import DailiesPlanning

extension DailiesReport {
    /// A session of the production.
    package struct SessionEntry: Sendable, Hashable {
        /// When it began, as ISO 8601 in UTC.
        package var beganAt: String
        /// When it ended, as ISO 8601 in UTC; `nil` if it is at work, or was killed.
        package var endedAt: String?
        /// How it ended, as a word or a clause.
        package var outcome: String
        /// How many runs it submitted.
        package var runs: Int
        /// How many takes it brought.
        package var takes: Int
        /// What its runs cost.
        package var settled: Money
        /// What is set aside for its runs.
        package var reserved: Money

        package init(
            beganAt: String, endedAt: String?, outcome: String, runs: Int, takes: Int,
            settled: Money, reserved: Money
        ) {
            self.beganAt = beganAt
            self.endedAt = endedAt
            self.outcome = outcome
            self.runs = runs
            self.takes = takes
            self.settled = settled
            self.reserved = reserved
        }
    }
}
