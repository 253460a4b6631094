import Synchronization
import Testing

@testable import DailiesProduction

/// How many tasks run at once.
struct AsyncSemaphoreTests {
    /// Counts the tasks that run, and the most at once.
    private final class RunningTasks: Sendable {
        private let state = Mutex((now: 0, most: 0))

        var most: Int { state.withLock { $0.most } }

        func enter() {
            state.withLock { state in
                state.now += 1
                state.most = max(state.most, state.now)
            }
        }

        func leave() { state.withLock { $0.now -= 1 } }
    }

    @Test func noMoreTasksRunThanThereArePermits() async throws {
        let semaphore = AsyncSemaphore(3)
        let running = RunningTasks()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    try await semaphore.withPermit {
                        running.enter()
                        for _ in 0..<20 { await Task.yield() }
                        running.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(running.most == 3)
    }

    @Test func urgentWaitersAreServedFirst() async throws {
        let semaphore = AsyncSemaphore(1)
        let order = Order()
        let holder = Task {
            try await semaphore.withPermit {
                while await semaphore.waiting < 3 { await Task.yield() }
            }
        }
        while await semaphore.isFree { await Task.yield() }
        let others = [("a", false), ("b", false), ("urgent", true)].map { name, isUrgent in
            Task {
                try await semaphore.withPermit(isUrgent: isUrgent) { order.add(name) }
            }
        }
        try await holder.value
        for other in others { try await other.value }
        #expect(order.names.first == "urgent")
    }

    /// The names of tasks in the order in which they ran.
    private final class Order: Sendable {
        private let state = Mutex<[String]>([])

        var names: [String] { state.withLock { $0 } }

        func add(_ name: String) { state.withLock { $0.append(name) } }
    }
}
