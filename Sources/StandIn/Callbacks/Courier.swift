import DailiesHTTP
import DailiesHTTPServer
import DailiesJSON
import DailiesThreads
import Foundation
import Synchronization

/// Delivers callbacks in the background, again where the receiver doesn't take them.
final class Courier: Sendable {
    private let faults: FaultPlan
    /// What the providers call a second.
    private let second: Duration
    /// Callbacks have their own thread, so that they aren't blocked by a client in the same process
    /// that keeps the cooperative pool busy while it waits for them; `nil` if there is none left.
    private let executor = ThreadTaskExecutor(name: "courier")
    private let state = Mutex(State())

    private struct State {
        var isClosed = false
        var tasks: [Int: Task<Void, Never>] = [:]
        var nextTask = 0
        var records: [String: Record] = [:]
        /// Callbacks that wait for the next one to go first.
        var heldBack: [Parcel] = []
    }

    /// One callback on its way.
    struct Parcel: Sendable {
        let provider: SimulatedProvider
        let run: String
        let url: String
        /// Signs the body anew for every attempt; `isForged` asks for a wrong signature.
        let headers: @Sendable (_ body: Data, _ isForged: Bool) -> [String: String]
        let body: Data
        /// How many seconds pass before each further attempt.
        let waits: [Double]
        /// Whether an answer, or none, calls for another attempt.
        let mayRepeat: @Sendable (_ status: Int?) -> Bool
    }

    /// What became of a callback.
    struct Record: Sendable {
        struct Attempt: Sendable {
            let at: Date
            /// `nil` where no answer came.
            let status: Int?
        }

        let parcel: Parcel
        var attempts: [Attempt] = []
        var nextAttempt: Date?

        var isDelivered: Bool { attempts.last.map { Courier.isTaken($0.status) } ?? false }
    }

    init(faults: FaultPlan, second: Duration) {
        self.faults = faults
        self.second = second
    }

    /// Sends a callback off.
    func deliver(_ parcel: Parcel) {
        let injected = faults.draw(
            Occasion(points: [.callback], provider: parcel.provider, run: parcel.run))
        let isDropped = injected[.drop] != nil
        let isHeldBack = !isDropped && injected[.reorder] != nil
        state.withLock { state in
            state.records[parcel.run] = Record(parcel: parcel)
            // With the record, so that whatever is submitted after it was seen goes first.
            if isHeldBack { state.heldBack.append(parcel) }
        }
        guard !isDropped, !isHeldBack else { return }
        let delay = injected[.delay].map { $0.duration("seconds") ?? .seconds(1) }
        let copies = injected[.double] == nil ? 1 : 2
        start { [self] in
            if let delay { try? await Task.sleep(for: delay) }
            for _ in 0..<copies { await carry(parcel, isForged: injected[.forge] != nil) }
            let late = state.withLock { state in
                defer { state.heldBack = [] }
                return state.heldBack
            }
            for parcel in late { await carry(parcel, isForged: false) }
        }
    }

    /// Sends a callback once more; `false` where there is none.
    func redeliver(run: String) -> Bool {
        guard let parcel = record(of: run)?.parcel else { return false }
        start { [self] in await carry(parcel, isForged: false) }
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
                forget(number)
            }
        }
    }

    /// The thread ends with the last task after the closing.
    private func forget(_ number: Int) {
        let isLast = state.withLock { state in
            state.tasks[number] = nil
            return state.isClosed && state.tasks.isEmpty
        }
        if isLast { executor?.finish() }
    }

    private func carry(_ parcel: Parcel, isForged: Bool) async {
        for wait in [0] + parcel.waits {
            if wait > 0 {
                let pause = second * wait
                note(parcel) { $0.nextAttempt = Date(timeIntervalSinceNow: pause.inSeconds) }
                try? await Task.sleep(for: pause)
            }
            guard !Task.isCancelled else { return }
            let reply = try? await HTTPClient().send(
                HTTPRequest(
                    .post, parcel.url, headers: parcel.headers(parcel.body, isForged),
                    body: parcel.body, deadline: .seconds(15)))
            note(parcel) { record in
                record.attempts.append(Record.Attempt(at: Date(), status: reply?.status))
                record.nextAttempt = nil
            }
            if Self.isTaken(reply?.status) || !parcel.mayRepeat(reply?.status) { return }
        }
    }

    private func note(_ parcel: Parcel, _ change: (inout Record) -> Void) {
        state.withLock { state in
            if var record = state.records[parcel.run] {
                change(&record)
                state.records[parcel.run] = record
            }
        }
    }

    private static func isTaken(_ status: Int?) -> Bool {
        status.map { (200..<300).contains($0) } ?? false
    }
}
