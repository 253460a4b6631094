import Synchronization

/// When this process first searched for the run of each lost submit.
///
/// Measured by a clock that nobody can set, unlike the times in the ledger.
final class SearchTimes: Sendable {
    private let starts = Mutex<[Int64: ContinuousClock.Instant]>([:])
    private let now: @Sendable () -> ContinuousClock.Instant

    init(now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) { self.now = now }

    /// Records the first search for a run.
    func begin(_ run: Int64) {
        let time = now()
        starts.withLock { if $0[run] == nil { $0[run] = time } }
    }

    /// The time since the first search for a run.
    func age(_ run: Int64) -> Duration {
        let time = now()
        return starts.withLock { $0[run] }.map { $0.duration(to: time) } ?? .zero
    }
}
