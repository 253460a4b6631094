import Synchronization

/// A clock that advances only when a test or an injected pause says so.
final class ManualClock: Sendable {
    private let start = ContinuousClock.now
    private let offset = Mutex(Duration.zero)

    var now: ContinuousClock.Instant { start + waited }

    /// The time by which it was advanced.
    var waited: Duration { offset.withLock { $0 } }

    func advance(_ duration: Duration) { offset.withLock { $0 += duration } }
}
