package import DailiesReporting

/// The result of a session.
package struct SessionResult: Sendable {
    /// One for each planned run, in film order.
    package let outcomes: [RunOutcome]
    package let report: DailiesReport
    package let folder: ProductionFolder
}
