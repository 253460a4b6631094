package import DailiesAssembly
package import DailiesCallbacks
package import DailiesHTTP
package import DailiesLedger
package import DailiesReporting

/// The settings of a session.
package struct SessionSettings: Sendable {
    package var folder: ProductionFolder
    /// The path of the shot list, for the commands that `status` and reports suggest; `nil` if it has
    /// none.
    package var list: String?
    /// The options that the commands which `status` and reports suggest repeat, each with its value.
    package var repeatedOptions: [[String]] = []
    /// How many runs are executed at once at each provider.
    package var concurrency = 4
    /// How many takes of one run may be bought if earlier ones fail, within `takesLimits`.
    package var maximumTakes = 1
    /// The only shots that may be bought; `nil` for all.
    package var onlyShots: Set<String>?
    /// When the last run may be submitted; `nil` for no limit.
    ///
    /// What was submitted is finished.
    package var submitDeadline: SubmitDeadline?
    /// The bytes that stay free on the disk, for takes of other runs and for the film.
    package var spareDiskBytes: Int64 = 200_000_000
    /// What runs may cost.
    package var caps = Caps()
    /// The file with the purchases of all productions of the user; `nil` to record none.
    ///
    /// Only sessions that pay write to it.
    package var budget: String?
    /// Whether a film with slates is joined while takes are missing.
    package var makesPartialFilm = false
    /// What the film is like.
    package var film = AssemblySettings()
    /// How the film says that AI models made it.
    package var disclosure = DisclosureSettings()
    /// Where the report has the pictures of the takes.
    package var reportAssets = DailiesReport.Assets.inline
    /// Whether takes whose only failed check is the provider's content filter go into the film.
    package var acceptsFlagged = false
    /// Whether a provider that isn't a stand-in may name addresses on this machine, such as the user's
    /// own mock.
    package var allowsLoopback = false
    package var pace: Pace
    /// How many runs may be submitted to each provider per minute.
    package var createsPerMinute = 600
    /// The public address for callbacks; `nil` if there are no callbacks, or if the provider reaches
    /// the session's own receiver directly.
    package var callbackURL: String?
    /// How the session's own receiver listens for callbacks; `nil` if it has none.
    package var callbackListener: CallbackReceiver.Options?

    /// Intervals and timeouts, which differ between a stand-in on this machine and a provider.
    package struct Pace: Sendable {
        /// Between two polls of a run.
        ///
        /// The deadline counts from the moment when the run leaves the
        /// queue; after it the session stops waiting, and the run stays open.
        package var poll: Backoff
        /// How long the poll deadline is moved on while a run is queued.
        package var queueTimeout: Duration
        /// How long the outcome of a submit must have been unknown before a run that is missing from
        /// the provider's list counts as not sent: the server behind a gateway may still work on a
        /// request after the gateway's timeout.
        package var absenceGrace: Duration
        /// Before another attempt of a submit that was certainly not accepted, and of an upload.
        package var resubmit: Backoff
        /// How long a run that has another provider waits for a connection to the preferred one.
        package var unreachableTimeout: Duration
        /// Before a provider's list is read once more for a run that it refused, and that another provider
        /// would get.
        package var refusalCheckPause: Duration
        /// How long a submit waits for concurrency and credit that runs of other sessions use.
        package var capacityTimeout: Duration
        /// Before the next submit after a run failed by a fault of the provider's own.
        package var faultPause: Duration
        /// How long a download may receive nothing before it is given up until the next session.
        package var stallTimeout: Duration
        /// How long the claim of a session that shares its ledger holds without being renewed.
        package var claimLease = Duration.seconds(60)
        /// Between two attempts to claim a run that another session works on.
        package var claimRetry = Duration.seconds(5)
        /// The shortest time between two reports of a session at work.
        package var reportInterval = Duration.seconds(10)

        package static let provider = Pace(
            poll: Backoff(
                base: .seconds(4), factor: 4.0 / 3, maximum: .seconds(15), jitter: 0.3,
                deadline: .seconds(1800)),
            queueTimeout: .seconds(12 * 3600),
            absenceGrace: .seconds(300),
            resubmit: Backoff(
                base: .seconds(3), maximum: .seconds(60), deadline: .seconds(1800)),
            unreachableTimeout: .seconds(120), refusalCheckPause: .seconds(10),
            capacityTimeout: .seconds(1800),
            faultPause: .seconds(60),
            stallTimeout: .seconds(1800))

        package static let standIn = Pace(
            poll: Backoff(
                base: .milliseconds(100), factor: 4.0 / 3, maximum: .seconds(1), jitter: 0.2,
                deadline: .seconds(600)),
            queueTimeout: .seconds(600),
            absenceGrace: .seconds(2),
            resubmit: Backoff(
                base: .milliseconds(200), maximum: .seconds(2), deadline: .seconds(10)),
            unreachableTimeout: .seconds(1), refusalCheckPause: .milliseconds(200),
            capacityTimeout: .seconds(20),
            faultPause: .milliseconds(500),
            stallTimeout: .seconds(15), claimLease: .seconds(15), claimRetry: .milliseconds(300))
    }

    /// The limits of `maximumTakes`.
    package static let takesLimits = 1...20

    /// The `maximumTakes` with which a session buys one more take of a run; `nil` if as many were
    /// bought as any session buys.
    ///
    /// - Parameter count: how many takes count already.
    package static func takes(toBuyOneMoreThan count: Int) -> Int? {
        takesLimits.contains(count + 1) ? count + 1 : nil
    }

    package init(folder: ProductionFolder, pace: Pace) {
        self.folder = folder
        self.pace = pace
    }
}
