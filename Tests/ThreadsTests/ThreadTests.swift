import DailiesTestSupport
import DailiesThreads
import Dispatch
import Foundation
import Testing

/// Threads for blocking work.
@Suite(.timeLimit(.minutes(1))) struct ThreadTests {
    private struct Failure: Error {}

    @Test func blockingWorkReturnsItsResult() async throws {
        #expect(try await onOwnThread(named: "work") { 7 } == 7)
        await #expect(throws: Failure.self) {
            try await onOwnThread(named: "work") { throw Failure() }
        }
    }

    /// More blocking work than the cooperative pool has threads: all of it runs at once.
    @Test func blockedWorkDoesNotHoldUpTheRest() async throws {
        let count = 4 * ProcessInfo.processInfo.activeProcessorCount
        let gate = DispatchSemaphore(value: 0)
        let arrivals = Counter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<count {
                group.addTask {
                    try await onOwnThread(named: "blocked") {
                        let order = arrivals.next()
                        // The last one opens the gate for all.
                        if order == count { for _ in 0..<count { gate.signal() } }
                        gate.wait()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(arrivals.next() == count + 1)
    }

    @Test func threadsHaveTheirNames() async throws {
        let name = try await onOwnThread(named: "film sound") {
            try String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)
        }
        #expect(name == "film sound\n")
    }

    @Test func resultsComeInTheOrderOfTheWork() throws {
        var queue = OrderedWorkQueue<Int>()
        for number in 0..<100 { queue.add { number } }
        for number in 0..<100 { #expect(try queue.next() == number) }
        #expect(try queue.next() == nil)
    }

    @Test func anErrorComesInItsTurn() throws {
        var queue = OrderedWorkQueue<Int>()
        queue.add { 1 }
        queue.add { throw Failure() }
        queue.add { 3 }
        #expect(try queue.next() == 1)
        #expect(throws: Failure.self) { try queue.next() }
        #expect(try queue.next() == 3)
    }

    /// The caller works itself if every worker is busy.
    @Test func workIsDoneWhileAllWorkersAreBlocked() throws {
        let gate = DispatchSemaphore(value: 0)
        let count = WorkerThreads.shared.threadCount
        let jobs = (0..<count).map { _ in WorkerThreads.Job { gate.wait() } }
        for job in jobs { WorkerThreads.shared.add(job) }
        defer { for _ in jobs { gate.signal() } }
        var queue = OrderedWorkQueue<Int>()
        queue.add { 1 }
        #expect(try queue.next() == 1)
    }

    @Test func aJobIsDoneOnce() {
        let count = Counter()
        let job = WorkerThreads.Job { _ = count.next() }
        job.perform()
        job.perform()
        #expect(count.next() == 2)
    }

    private actor OwnThreadActor {
        private let executor: ThreadExecutor
        nonisolated var unownedExecutor: UnownedSerialExecutor {
            executor.asUnownedSerialExecutor()
        }

        init?() {
            guard let executor = ThreadExecutor(name: "actor") else { return nil }
            self.executor = executor
        }

        deinit { executor.finish() }

        func threadName() throws -> String {
            try String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)
        }
    }

    @Test func anActorRunsOnItsOwnThread() async throws {
        let actor = try #require(OwnThreadActor())
        #expect(try await actor.threadName() == "actor\n")
    }

    @Test func aTaskRunsOnItsOwnThread() async throws {
        let executor = try #require(ThreadTaskExecutor(name: "own task"))
        let name = try await Task(executorPreference: executor) {
            try String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)
        }.value
        executor.finish()
        #expect(name == "own task\n")
    }

    @Test func aStopFlagStaysRaised() {
        let flag = StopFlag()
        #expect(!flag.isRaised)
        flag.raise()
        #expect(flag.isRaised)
    }
}
