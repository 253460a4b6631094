package import DailiesCallbacks
package import DailiesHTTP
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
    /// Runs created within a minute, as the provider takes them.
    package var createsPerMinute = 600
    /// What providers are to call, as they see it; `nil` where they need not, or where what they
    /// see is the receiver itself.
    package var callbackURL: String?
    /// Where the session itself listens for callbacks; `nil` where it doesn't.
    package var callbackListener: CallbackReceiver.Options?

    /// Waiting times, which differ between a stand-in on this machine and a provider.
    package struct Pace: Sendable {
        /// Between two questions after a run; at its deadline the session stops waiting, and the run
        /// stays open.
        package var poll: Backoff
        /// How old an intent must be before its absence from the provider's list counts.
        package var absenceGrace: Duration
        /// Before a submit that was certainly not accepted is tried again, and before a picture is
        /// handed over again.
        package var resubmit: Backoff

        /// How long a submit waits for places that runs of other sessions take.
        package var boundPatience: Duration

        package static let provider = Pace(
            poll: Backoff(
                base: .seconds(4), factor: 4.0 / 3, maximum: .seconds(15), jitter: 0.3,
                deadline: .seconds(1800)),
            absenceGrace: .seconds(60),
            resubmit: Backoff(
                base: .seconds(3), maximum: .seconds(60), deadline: .seconds(240)),
            boundPatience: .seconds(1800))

        package static let standIn = Pace(
            poll: Backoff(
                base: .milliseconds(100), factor: 4.0 / 3, maximum: .seconds(1), jitter: 0.2,
                deadline: .seconds(600)),
            absenceGrace: .seconds(2),
            resubmit: Backoff(
                base: .milliseconds(200), maximum: .seconds(2), deadline: .seconds(10)),
            boundPatience: .seconds(20))
    }

    package init(folder: ProductionFolder, pace: Pace) {
        self.folder = folder
        self.pace = pace
    }
}
