import DailiesHTTP
import DailiesHTTPServer
import DailiesJSON
import DailiesThreads
import Foundation
import Synchronization

/// Sends callbacks in the background and retries those that the receiver doesn't accept.
final class CallbackSender: Sendable {
    private let faultInjector: FaultInjector
    /// The length of one second of the providers' retry schedules.
    private let retryUnit: Duration
    /// Callbacks have their own thread, so that they aren't blocked by a client in the same process
    /// that keeps the cooperative pool busy while it waits for them; `nil` if no thread could be
    /// created.
    private let executor = ThreadTaskExecutor(name: "callbacks")
    private let state = Mutex(State())

    private struct State {
        var isClosed = false
        var tasks: [Int: Task<Void, Never>] = [:]
        var nextTask = 0
        var records: [String: Record] = [:]
        /// Callbacks that are sent after the next one.
        var postponed: [Callback] = []
    }

    /// One callback to send.
    struct Callback: Sendable {
        let provider: SimulatedProvider
        let run: String
        let url: String
        /// The header of one attempt, with a fresh signature of the body; `isForged` asks for an
        /// invalid signature.
        let headers: @Sendable (_ body: Data, _ isForged: Bool) -> [String: String]
        let body: Data
        /// The delay in seconds before each further attempt.
        let retryDelays: [Double]
        /// Whether to retry after a response status, or `nil` if there was no response.
        let isRetried: @Sendable (_ status: Int?) -> Bool
    }

    /// The attempts to deliver a callback so far.
    struct Record: Sendable {
        struct Attempt: Sendable {
            let at: Date
            /// The status of the response; `nil` if there was none.
            let status: Int?
        }

        let callback: Callback
        var attempts: [Attempt] = []
        var nextAttempt: Date?

        var isDelivered: Bool { attempts.last.map { CallbackSender.isSuccess($0.status) } ?? false }
    }

    init(faultInjector: FaultInjector, retryUnit: Duration) {
        self.faultInjector = faultInjector
        self.retryUnit = retryUnit
    }

    /// Starts sending a callback, with the faults that apply to it.
    func send(_ callback: Callback) {
        let injected = faultInjector.faults(
            for: FaultContext(points: [.callback], provider: callback.provider, run: callback.run))
        let isDropped = injected[.drop] != nil
        let isPostponed = !isDropped && injected[.reorder] != nil
        state.withLock { state in
            state.records[callback.run] = Record(callback: callback)
            // In the same step as the record: a callback of a run that a client submits after it has
            // seen the record is then sent first.
            if isPostponed { state.postponed.append(callback) }
        }
        guard !isDropped, !isPostponed else { return }
        let delay = injected[.delay].map { $0.duration("seconds") ?? .seconds(1) }
        let copies = injected[.double] == nil ? 1 : 2
        start { [self] in
            if let delay { try? await Task.sleep(for: delay) }
            for _ in 0..<copies { await deliver(callback, isForged: injected[.forge] != nil) }
            let postponed = state.withLock { state in
                defer { state.postponed = [] }
                return state.postponed
            }
            for callback in postponed { await deliver(callback, isForged: false) }
        }
    }

    /// Sends the callback of a run again; `false` if the run has none.
    func redeliver(run: String) -> Bool {
        guard let callback = record(of: run)?.callback else { return false }
        start { [self] in await deliver(callback, isForged: false) }
        return true
    }

    /// The delivery record of a run's callback; `nil` if there is none.
    func record(of run: String) -> Record? { state.withLock { $0.records[run] } }

    /// Cancels all callbacks that are still being sent.
    func close() {
        let tasks = state.withLock { state in
            state.isClosed = true
            return Array(state.tasks.values)
        }
        if tasks.isEmpty { executor?.finish() }
        for task in tasks { task.cancel() }
    }

    private func start(_ work: @escaping @Sendable () async -> Void) {
        state.withLock { state in
            guard !state.isClosed else { return }
            let number = state.nextTask
            state.nextTask += 1
            state.tasks[number] = Task(executorPreference: executor) { [self] in
                await work()
                removeTask(number)
            }
        }
    }

    /// Removes a finished task; after `close()` the last one ends the thread.
    private func removeTask(_ number: Int) {
        let isLast = state.withLock { state in
            state.tasks[number] = nil
            return state.isClosed && state.tasks.isEmpty
        }
        if isLast { executor?.finish() }
    }

    private func deliver(_ callback: Callback, isForged: Bool) async {
        for wait in [0] + callback.retryDelays {
            if wait > 0 {
                let pause = retryUnit * wait
                updateRecord(of: callback) {
                    $0.nextAttempt = Date(timeIntervalSinceNow: pause.inSeconds)
                }
                try? await Task.sleep(for: pause)
            }
            guard !Task.isCancelled else { return }
            let reply = try? await HTTPClient().send(
                HTTPRequest(
                    .post, callback.url, headers: callback.headers(callback.body, isForged),
                    body: callback.body, deadline: .seconds(15)))
            updateRecord(of: callback) { record in
                record.attempts.append(Record.Attempt(at: Date(), status: reply?.status))
                record.nextAttempt = nil
            }
            if Self.isSuccess(reply?.status) || !callback.isRetried(reply?.status) { return }
        }
    }

    private func updateRecord(of callback: Callback, _ change: (inout Record) -> Void) {
        state.withLock { state in
            if var record = state.records[callback.run] {
                change(&record)
                state.records[callback.run] = record
            }
        }
    }

    private static func isSuccess(_ status: Int?) -> Bool {
        status.map { (200..<300).contains($0) } ?? false
    }
}
