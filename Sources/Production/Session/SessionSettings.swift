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
    /// Whether takes that only the provider's content filter objects to go into the film.
    package var acceptsFlagged = false
    /// Whether a provider on this machine that is no stand-in, such as the user's own mock, may give
    /// addresses on this machine.
    package var allowsLoopback = false
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
        /// Between two questions after a run; at its deadline, which begins when the provider works
        /// on it, the session stops waiting, and the run stays open.
        package var poll: Backoff
        /// How long a run may stand in the provider's queue.
        package var queuePatience: Duration
        /// How long it must have been unknown whether a submit arrived before its absence from the
        /// provider's list counts: a gateway gives up sooner than what stands behind it.
        package var absenceGrace: Duration
        /// Before a submit that was certainly not accepted is tried again, and before a picture is
        /// handed over again.
        package var resubmit: Backoff

        /// How long a submit waits for places and money that runs of other sessions take.
        package var boundPatience: Duration
        /// Before a request is sent again whose run failed by a fault of the provider's own.
        package var faultPause: Duration
        /// How long a take's file may stand still before it is given up until the next session.
        package var fetchPatience: Duration

        package static let provider = Pace(
            poll: Backoff(
                base: .seconds(4), factor: 4.0 / 3, maximum: .seconds(15), jitter: 0.3,
                deadline: .seconds(1800)),
            queuePatience: .seconds(12 * 3600),
            absenceGrace: .seconds(300),
            resubmit: Backoff(
                base: .seconds(3), maximum: .seconds(60), deadline: .seconds(1800)),
            boundPatience: .seconds(1800),
            faultPause: .seconds(60),
            fetchPatience: .seconds(1800))

        package static let standIn = Pace(
            poll: Backoff(
                base: .milliseconds(100), factor: 4.0 / 3, maximum: .seconds(1), jitter: 0.2,
                deadline: .seconds(600)),
            queuePatience: .seconds(600),
            absenceGrace: .seconds(2),
            resubmit: Backoff(
                base: .milliseconds(200), maximum: .seconds(2), deadline: .seconds(10)),
            boundPatience: .seconds(20),
            faultPause: .milliseconds(500),
            fetchPatience: .seconds(15))
    }

    package init(folder: ProductionFolder, pace: Pace) {
        self.folder = folder
        self.pace = pace
    }
}
