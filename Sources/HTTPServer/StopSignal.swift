import Dispatch
import Synchronization

/// Something that happens once, and that threads can wait for: that a server stops, say.
package final class StopSignal: Sendable {
    private let group = DispatchGroup()
    private let flag = Atomic(false)

    package init() { group.enter() }

    /// Wakes everybody who waits, now and later.
    package func raise() {
        if !flag.exchange(true, ordering: .acquiringAndReleasing) { group.leave() }
    }

    package var isRaised: Bool { flag.load(ordering: .acquiring) }

    /// Blocks until the signal is raised.
    package func wait() { group.wait() }

    /// Blocks for a while; `false` when the signal was raised before it was over.
    @discardableResult
    package func pause(_ duration: Duration) -> Bool {
        let (seconds, attoseconds) = duration.components
        let nanoseconds = Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
        return group.wait(timeout: .now() + .nanoseconds(max(nanoseconds, 0))) == .timedOut
    }
}
