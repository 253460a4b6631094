import Dispatch
import Foundation
import Synchronization

/// A thread that callbacks are delivered on, so that they don't wait for a client in the same
/// process that keeps the cooperative pool busy while it waits for them.
final class CourierThread: TaskExecutor {
    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)

    private struct State {
        var jobs: [UnownedJob] = []
        var isFinished = false
    }

    /// Starts the thread; it ends with `finish()`.
    init() {
        let thread = Thread { [self] in work() }
        thread.name = "courier"
        thread.start()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let unowned = UnownedJob(job)
        state.withLock { $0.jobs.append(unowned) }
        wake.signal()
    }

    /// Ends the thread when it has nothing to do.
    func finish() {
        state.withLock { $0.isFinished = true }
        wake.signal()
    }

    private func work() {
        while true {
            wake.wait()
            let (jobs, isFinished) = state.withLock { state in
                defer { state.jobs = [] }
                return (state.jobs, state.isFinished)
            }
            for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
            if isFinished && jobs.isEmpty { return }
        }
    }
}
