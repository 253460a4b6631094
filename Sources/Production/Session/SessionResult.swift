package import DailiesReporting

/// The result of a session.
package struct SessionResult: Sendable {
    /// One for each planned run, in film order.
    package let outcomes: [RunOutcome]
    /// The outcomes of runs that the list doesn't need any more.
    package let leftovers: [RunOutcome]
    package let report: DailiesReport
    package let folder: ProductionFolder

    package init(
        outcomes: [RunOutcome], leftovers: [RunOutcome] = [], report: DailiesReport,
        folder: ProductionFolder
    ) {
        self.outcomes = outcomes
        self.leftovers = leftovers
        self.report = report
        self.folder = folder
    }
}
