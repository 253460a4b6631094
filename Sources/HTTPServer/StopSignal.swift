import Dispatch
import Synchronization

/// Tells blocked threads of a server that it stops.
package final class StopSignal: Sendable {
    private let group = DispatchGroup()
    private let flag = Atomic(false)

    package init() { group.enter() }

    /// Wakes everybody who waits, now and later.
    package func raise() {
        if !flag.exchange(true, ordering: .acquiringAndReleasing) { group.leave() }
    }

    package var isRaised: Bool { flag.load(ordering: .acquiring) }

    /// Blocks for a while; `false` when the signal was raised before it was over.
    @discardableResult
    package func pause(_ duration: Duration) -> Bool {
        let (seconds, attoseconds) = duration.components
        let nanoseconds = Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
        return group.wait(timeout: .now() + .nanoseconds(max(nanoseconds, 0))) == .timedOut
    }
}
