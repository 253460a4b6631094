package import DailiesPlanning

/// How a session is to go about its work.
package struct SessionSettings: Sendable {
    package var folder: ProductionFolder
    /// Runs under way at once.
    package var concurrency = 4
    /// Takes that may be bought of one run when earlier ones fail.
    package var maximumTakes = 1
    /// What the whole production may cost; `nil` where no cap is set.
    package var cap: Money?
    package var pace: Pace

    /// Waiting times, which differ between a stand-in on this machine and a provider.
    package struct Pace: Sendable {
        /// Between the first two questions after a run; grows by a third each time.
        package var firstPoll: Duration
        package var slowestPoll: Duration
        /// After this the session stops waiting for a run; the run stays open.
        package var runDeadline: Duration
        /// How old an intent must be before its absence from the provider's list counts.
        package var absenceGrace: Duration
        /// Before a submit that was certainly not accepted is tried again; doubles each time.
        package var resubmitPause: Duration

        package static let provider = Pace(
            firstPoll: .seconds(3), slowestPoll: .seconds(15), runDeadline: .seconds(1800),
            absenceGrace: .seconds(60), resubmitPause: .seconds(2))

        package static let standIn = Pace(
            firstPoll: .milliseconds(100), slowestPoll: .seconds(1), runDeadline: .seconds(600),
            absenceGrace: .seconds(2), resubmitPause: .milliseconds(200))
    }

    package init(folder: ProductionFolder, pace: Pace) {
        self.folder = folder
        self.pace = pace
    }
}
