/// The time from which a session submits nothing, and what says so.
package struct SubmitDeadline: Sendable {
    let instant: ContinuousClock.Instant
    /// The time of day and where it is from, for people.
    private let source: String

    /// - Parameters:
    ///   - instant: when the time comes.
    ///   - source: such as "06:00 (--stop-submitting-at)".
    package init(_ instant: ContinuousClock.Instant, source: String) {
        self.instant = instant
        self.source = source
    }

    /// Why a run wasn't submitted, and what submits it.
    var reason: String {
        "not submitted: the time for submitting was over at \(source); to submit at any time, add "
            + "--stop-submitting-at never"
    }
}
