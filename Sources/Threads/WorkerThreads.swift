import Dispatch
import Glibc
import Synchronization

/// A pool of threads for blocking work, one for each core.
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

    /// The number of threads: one for each core.
    package let threadCount = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))

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
