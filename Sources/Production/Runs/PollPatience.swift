/// How long a run has been polled in vain: the time that counts towards the poll deadline.
struct PollPatience: Sendable {
    private let limit: Duration
    private let first: ContinuousClock.Instant
    private var begun: ContinuousClock.Instant

    /// - Parameter now: the time of the first poll.
    init(_ pace: SessionSettings.Pace, now: ContinuousClock.Instant = .now) {
        limit = pace.queueTimeout
        first = now
        begun = now
    }

    /// Starts the deadline anew, because the run waits in a queue or the provider asks for patience.
    ///
    /// No longer than the queue timeout after the first poll.
    ///
    /// - Parameter time: the delay that the provider asks for (`Retry-After`).
    mutating func extend(by time: Duration = .zero, now: ContinuousClock.Instant = .now) {
        guard first.duration(to: now) + time < limit else { return }
        begun = now + time
    }

    func elapsed(now: ContinuousClock.Instant = .now) -> Duration { begun.duration(to: now) }
}
