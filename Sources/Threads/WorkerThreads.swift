import Dispatch
import Glibc
import Synchronization

/// A pool of threads for blocking work, one for each core that the process may use.
package final class WorkerThreads: Sendable {
    /// Work that is done once: by a worker thread, or earlier by a caller that needs it now.
    package final class Job: Sendable {
        private let work: Mutex<(@Sendable () -> Void)?>

        package init(_ work: @escaping @Sendable () -> Void) { self.work = Mutex(work) }

        /// Does the work on the calling thread unless it was already started.
        package func perform() {
            let work = work.withLock { work in
                defer { work = nil }
                return work
            }
            work?()
        }
    }

    package static let shared = WorkerThreads()

    /// The number of threads that `shared` gets when it is first used; `nil` for one for each core.
    private static let wantedCount = Mutex<Int?>(nil)

    /// Chooses how many threads work in this process; called before the first work is added.
    package static func use(_ count: Int) { wantedCount.withLock { $0 = max(1, count) } }

    /// The number of threads that `shared` has, or will have: as many as were chosen, or one for each
    /// processor that the process may use.
    package static let sharedCount = wantedCount.withLock { $0 } ?? AvailableProcessors().count

    /// The number of threads.
    package let threadCount = WorkerThreads.sharedCount

    private let waiting = Mutex<[Job]>([])
    private let available = DispatchSemaphore(value: 0)

    /// Whether at least one thread was started.
    private let hasThreads = Atomic(false)

    private init() {
        for _ in 0..<threadCount
        where OwnThread.start(named: "dailies-worker", { [self] in work() }) {
            hasThreads.store(true, ordering: .relaxed)
        }
    }

    /// Adds a job to the end of the queue.
    package func add(_ job: Job) {
        // If the system couldn't start any thread, the job runs on the current one.
        guard hasThreads.load(ordering: .relaxed) else { return job.perform() }
        waiting.withLock { $0.append(job) }
        available.signal()
    }

    /// The loop of each thread, which runs as long as the process.
    private func work() {
        while true {
            available.wait()
            let job = waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            job?.perform()
        }
    }
}
