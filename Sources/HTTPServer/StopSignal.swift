import Dispatch
import Synchronization

/// A one-time event that threads can wait for, such as a server's stop.
package final class StopSignal: Sendable {
    private let group = DispatchGroup()
    private let flag = Atomic(false)

    package init() { group.enter() }

    /// Raises the signal: current and later waits return immediately.
    package func raise() {
        if !flag.exchange(true, ordering: .acquiringAndReleasing) { group.leave() }
    }

    package var isRaised: Bool { flag.load(ordering: .acquiring) }

    /// Blocks until the signal is raised.
    package func wait() { group.wait() }

    /// Blocks for the duration; returns `false` early if the signal is raised before.
    @discardableResult
    package func pause(_ duration: Duration) -> Bool {
        let (seconds, attoseconds) = duration.components
        let nanoseconds = Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
        return group.wait(timeout: .now() + .nanoseconds(max(nanoseconds, 0))) == .timedOut
    }
}
