import DailiesLedger
import Synchronization

/// The time at which this process first searched the provider's list for each submit whose answer was lost.
///
/// Measured by a clock that nobody can set, unlike the times in the ledger. A run that was submitted
/// again since is searched for anew.
final class SearchTimes: Sendable {
    private let starts = Mutex<[Submit: ContinuousClock.Instant]>([:])
    private let now: @Sendable () -> ContinuousClock.Instant

    private struct Submit: Hashable {
        let run: Int64
        let intendedAt: Int64

        init(_ run: RunRecord) { (self.run, intendedAt) = (run.id, run.intendedAt) }
    }

    init(now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) { self.now = now }

    /// Records the first search for a run.
    func begin(_ run: RunRecord) {
        let time = now()
        starts.withLock { starts in
            if starts[Submit(run)] == nil { starts[Submit(run)] = time }
        }
    }

    /// The time since the first search for a run.
    func age(_ run: RunRecord) -> Duration {
        let time = now()
        return starts.withLock { $0[Submit(run)] }.map { $0.duration(to: time) } ?? .zero
    }
}
