import DailiesHTTP
import DailiesHTTPServer
import DailiesJSON
import DailiesThreads
import Foundation
import Synchronization

/// Delivers callbacks in the background, again where the receiver doesn't take them.
final class CallbackSender: Sendable {
    private let faultInjector: FaultInjector
    /// What the providers call a second.
    private let retryUnit: Duration
    /// Callbacks have their own thread, so that they aren't blocked by a client in the same process
    /// that keeps the cooperative pool busy while it waits for them; `nil` if there is none left.
    private let executor = ThreadTaskExecutor(name: "callbacks")
    private let state = Mutex(State())

    private struct State {
        var isClosed = false
        var tasks: [Int: Task<Void, Never>] = [:]
        var nextTask = 0
        var records: [String: Record] = [:]
        /// Callbacks that wait for the next one to go first.
        var postponed: [Callback] = []
    }

    /// One callback on its way.
    struct Callback: Sendable {
        let provider: SimulatedProvider
        let run: String
        let url: String
        /// Signs the body anew for every attempt; `isForged` asks for a wrong signature.
        let headers: @Sendable (_ body: Data, _ isForged: Bool) -> [String: String]
        let body: Data
        /// How many seconds pass before each further attempt.
        let retryDelays: [Double]
        /// Whether an answer, or none, calls for another attempt.
        let isRetried: @Sendable (_ status: Int?) -> Bool
    }

    /// What became of a callback.
    struct Record: Sendable {
        struct Attempt: Sendable {
            let at: Date
            /// `nil` where no answer came.
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

    /// Sends a callback off.
    func send(_ callback: Callback) {
        let injected = faultInjector.faults(
            for: FaultContext(points: [.callback], provider: callback.provider, run: callback.run))
        let isDropped = injected[.drop] != nil
        let isPostponed = !isDropped && injected[.reorder] != nil
        state.withLock { state in
            state.records[callback.run] = Record(callback: callback)
            // With the record, so that whatever is submitted after it was seen goes first.
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

    /// Sends a callback once more; `false` where there is none.
    func redeliver(run: String) -> Bool {
        guard let callback = record(of: run)?.callback else { return false }
        start { [self] in await deliver(callback, isForged: false) }
        return true
    }

    /// What became of a run's callback; `nil` where it had none.
    func record(of run: String) -> Record? { state.withLock { $0.records[run] } }

    /// Gives up whatever is still on its way.
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

    /// The thread ends with the last task after the closing.
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
