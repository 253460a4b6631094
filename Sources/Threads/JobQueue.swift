import Dispatch
import Synchronization

/// The jobs of an executor that has one thread, which runs them in order.
final class JobQueue: Sendable {
    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)

    private struct State {
        var jobs: [UnownedJob] = []
        var isFinished = false
    }

    func add(_ job: UnownedJob) {
        state.withLock { $0.jobs.append(job) }
        wake.signal()
    }

    /// Ends `runUntilFinished` when the jobs that were already added are done.
    func finish() {
        state.withLock { $0.isFinished = true }
        wake.signal()
    }

    /// Runs jobs on the calling thread until the queue is finished and empty.
    func runUntilFinished(_ run: (UnownedJob) -> Void) {
        while true {
            wake.wait()
            let (jobs, isFinished) = state.withLock { state in
                defer { state.jobs = [] }
                return (state.jobs, state.isFinished)
            }
            for job in jobs { run(job) }
            if isFinished && jobs.isEmpty { return }
        }
    }
}
