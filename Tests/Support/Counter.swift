import Synchronization

/// A thread-safe counter, whose first number is 1.
package final class Counter: Sendable {
    private let count = Mutex(0)

    package init() {}

    package var value: Int { count.withLock { $0 } }

    package func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}
