import Dispatch
import Synchronization

/// Work done on all cores whose results come out in the order in which it was put in.
///
/// One thread puts in and takes out; while it waits for a result it works itself.
package struct Conveyor<Output: Sendable> {
    private var underway: [Pending<Output>] = []

    package init() {}

    /// Whether more work would keep the cores busier.
    package var hasRoom: Bool { underway.count < 2 * WorkerThreads.shared.width }

    /// Hands work to the cores.
    package mutating func add(_ work: @escaping @Sendable () throws -> Output) {
        let pending = Pending(work)
        underway.append(pending)
        WorkerThreads.shared.add(pending.job)
    }

    /// The oldest result, as soon as it is there; `nil` where no work is under way.
    package mutating func take() throws -> Output? {
        guard !underway.isEmpty else { return nil }
        return try underway.removeFirst().wait()
    }
}

/// Work whose result is waited for.
private final class Pending<Output: Sendable>: Sendable {
    let job: WorkerThreads.Job
    private let result: Awaited<Output>

    init(_ work: @escaping @Sendable () throws -> Output) {
        let result = Awaited<Output>()
        self.result = result
        job = WorkerThreads.Job { result.finish(Result { try work() }) }
    }

    /// Does the work where no core has begun it, and waits for the core that has.
    func wait() throws -> Output? {
        job.perform()
        return try result.wait()?.get()
    }
}

/// A result that another thread leaves.
private final class Awaited<Output: Sendable>: Sendable {
    private let outcome = Mutex<Result<Output, any Error>?>(nil)
    private let isDone = DispatchSemaphore(value: 0)

    func finish(_ result: Result<Output, any Error>) {
        outcome.withLock { $0 = result }
        isDone.signal()
    }

    func wait() -> Result<Output, any Error>? {
        isDone.wait()
        return outcome.withLock { $0 }
    }
}
