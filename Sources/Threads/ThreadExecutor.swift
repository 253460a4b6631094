import Dispatch
import Synchronization

/// One thread that runs an actor's jobs in order, so that an actor may block without taking a
/// thread from the cooperative pool.
package final class ThreadExecutor: SerialExecutor {
    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)

    private struct State {
        var jobs: [UnownedJob] = []
        var isFinished = false
    }

    /// Starts the thread, which ends with `finish()`; `nil` where the system has none left.
    package init?(name: String) {
        guard OwnThread.start(named: name, { [self] in runUntilFinished() }) else { return nil }
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let unowned = UnownedJob(job)
        state.withLock { $0.jobs.append(unowned) }
        wake.signal()
    }

    /// Ends the thread when the jobs it already has are done.
    package func finish() {
        state.withLock { $0.isFinished = true }
        wake.signal()
    }

    private func runUntilFinished() {
        while true {
            wake.wait()
            let (jobs, isFinished) = state.withLock { state in
                defer { state.jobs = [] }
                return (state.jobs, state.isFinished)
            }
            for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
            if isFinished && jobs.isEmpty { return }
        }
    }
}
