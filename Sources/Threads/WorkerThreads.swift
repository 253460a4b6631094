import Dispatch
import Glibc
import Synchronization

/// Threads of our own for work that blocks, as many as there are cores.
package final class WorkerThreads: Sendable {
    /// Work that is done once: by a worker when its turn comes, or before by whoever can't wait.
    package final class Job: Sendable {
        private let work: Mutex<(@Sendable () -> Void)?>

        package init(_ work: @escaping @Sendable () -> Void) { self.work = Mutex(work) }

        /// Does the work unless that has begun already.
        package func perform() {
            let work = work.withLock { work in
                defer { work = nil }
                return work
            }
            work?()
        }
    }

    package static let shared = WorkerThreads()

    /// How many there are.
    package let width = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))

    private let waiting = Mutex<[Job]>([])
    private let count = DispatchSemaphore(value: 0)

    /// Whether any thread could be started.
    private let isManned = Atomic(false)

    private init() {
        for _ in 0..<width where OwnThread.start(named: "dailies-worker", { [self] in work() }) {
            isManned.store(true, ordering: .relaxed)
        }
    }

    package func add(_ job: Job) {
        // Where the system has no thread left, late is better than never.
        guard isManned.load(ordering: .relaxed) else { return job.perform() }
        waiting.withLock { $0.append(job) }
        count.signal()
    }

    /// What each thread does for as long as the process lives.
    private func work() {
        while true {
            count.wait()
            let job = waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            job?.perform()
        }
    }
}
