import Synchronization

/// A cancellation flag for blocking work on another thread.
package final class StopFlag: Sendable {
    private let flag = Atomic(false)

    package init() {}

    package func raise() { flag.store(true, ordering: .relaxed) }

    package var isRaised: Bool { flag.load(ordering: .relaxed) }
}
