/// An actor's executor with its own thread, on which the actor may block without taking a thread
/// from the cooperative pool.
package final class ThreadExecutor: SerialExecutor {
    private let queue = JobQueue()

    /// Starts the thread, which ends with `finish()`; `nil` if the system can't start another one.
    package init?(name: String) {
        guard OwnThread.start(named: name, { [self] in run() }) else { return nil }
    }

    package func enqueue(_ job: consuming ExecutorJob) { queue.add(UnownedJob(job)) }

    /// Ends the thread when the jobs that it already has are done.
    package func finish() { queue.finish() }

    private func run() {
        queue.runUntilFinished { $0.runSynchronously(on: asUnownedSerialExecutor()) }
    }
}
