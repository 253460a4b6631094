import Dispatch
import Glibc
import Synchronization

/// Threads of our own for work that blocks, as many as there are cores.
///
/// Neither the cooperative pool nor Dispatch's threads serve: a blocking call on either keeps other
/// tasks of the process from running.
final class WorkerThreads: Sendable {
    /// Work that is done once: by a worker when its turn comes, or before by whoever can't wait.
    final class Job: Sendable {
        private let work: Mutex<(@Sendable () -> Void)?>

        init(_ work: @escaping @Sendable () -> Void) { self.work = Mutex(work) }

        /// Does the work unless that has begun already.
        func perform() {
            let work = work.withLock { work in
                defer { work = nil }
                return work
            }
            work?()
        }
    }

    static let shared = WorkerThreads()

    private let waiting = Mutex<[Job]>([])
    private let count = DispatchSemaphore(value: 0)

    private init() {
        for _ in 0..<max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) { startThread() }
    }

    func add(_ job: Job) {
        waiting.withLock { $0.append(job) }
        count.signal()
    }

    private func startThread() {
        let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
        pthread_attr_init(attributes)
        defer {
            pthread_attr_destroy(attributes)
            attributes.deallocate()
        }
        // libav's decoders keep large frames on the stack.
        pthread_attr_setstacksize(attributes, 8 << 20)
        var thread: pthread_t = 0
        let started = pthread_create(
            &thread, attributes,
            { pool in
                guard let pool else { return nil }
                Unmanaged<WorkerThreads>.fromOpaque(pool).takeUnretainedValue().work()
                return nil
            }, Unmanaged.passUnretained(self).toOpaque())
        if started == 0 { pthread_detach(thread) }
    }

    /// Gives the thread the name that debuggers and `top` show.
    private static func nameThread() {
        let descriptor = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        let name = "dailies-judge"
        _ = write(descriptor, name, name.utf8.count)
        close(descriptor)
    }

    /// What each thread does for as long as the process lives.
    private func work() {
        Self.nameThread()
        while true {
            count.wait()
            let job = waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            job?.perform()
        }
    }
}
