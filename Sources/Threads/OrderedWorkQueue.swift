import Dispatch
import Synchronization

/// Runs work on all cores and returns the results in the order in which the work was added.
///
/// It is used by one thread, which works itself while it waits for a result.
package struct OrderedWorkQueue<Output: Sendable> {
    private var pending: [PendingWork<Output>] = []

    package init() {}

    /// Whether more work can be added; the limit of two jobs per core keeps all cores busy.
    package var hasRoom: Bool { pending.count < 2 * WorkerThreads.shared.threadCount }

    /// Adds work, which starts as soon as a worker thread is free.
    package mutating func add(_ work: @escaping @Sendable () throws -> Output) {
        let new = PendingWork(work)
        pending.append(new)
        WorkerThreads.shared.add(new.job)
    }

    /// Waits for the oldest result and removes it; `nil` if no work is left.
    package mutating func next() throws -> Output? {
        guard !pending.isEmpty else { return nil }
        return try pending.removeFirst().wait()
    }
}

extension OrderedWorkQueue {
    /// Runs work for each input on all cores, and passes the results to `body` in the order of the
    /// inputs, each as soon as those before it are done.
    package static func forEach<Input: Sendable>(
        _ inputs: [Input], _ work: @escaping @Sendable (Input) -> Output,
        _ body: (Input, Output) throws -> Void
    ) throws {
        var queue = OrderedWorkQueue()
        var next = 0
        for input in inputs {
            while next < inputs.count, queue.hasRoom {
                queue.add { [input = inputs[next]] in work(input) }
                next += 1
            }
            guard let output = try queue.next() else { return }
            try body(input, output)
        }
    }
}

/// Work whose result hasn't been returned yet.
private final class PendingWork<Output: Sendable>: Sendable {
    let job: WorkerThreads.Job
    private let result: SharedResult<Output>

    init(_ work: @escaping @Sendable () throws -> Output) {
        let result = SharedResult<Output>()
        self.result = result
        job = WorkerThreads.Job { result.finish(Result { try work() }) }
    }

    /// Does the work itself if no worker has started it, otherwise waits for the worker.
    func wait() throws -> Output? {
        job.perform()
        return try result.wait()?.get()
    }
}

/// A result that one thread sets and another thread waits for.
private final class SharedResult<Output: Sendable>: Sendable {
    private let value = Mutex<Result<Output, any Error>?>(nil)
    private let isDone = DispatchSemaphore(value: 0)

    func finish(_ result: Result<Output, any Error>) {
        value.withLock { $0 = result }
        isDone.signal()
    }

    func wait() -> Result<Output, any Error>? {
        isDone.wait()
        return value.withLock { $0 }
    }
}
