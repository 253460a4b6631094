import DailiesHTTPServer
import DailiesJSON
import Foundation
import Synchronization

/// A server that records the callbacks it receives.
final class CallbackRecorder: Sendable {
    private let listener: Listener
    private let state: State

    /// A received callback.
    struct Call: Sendable {
        let headers: [String: String]
        let body: Data

        var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
    }

    private final class State: Sendable {
        let calls = Mutex<[Call]>([])
        let arrivals = DispatchSemaphore(value: 0)
    }

    /// - Parameter status: the status of the response to a call by its number, from 0.
    init(_ status: @escaping @Sendable (Int) -> Int = { _ in 200 }) throws {
        let state = State()
        self.state = state
        listener = Listener { request in
            let number = state.calls.withLock { calls in
                calls.append(Call(headers: request.headers, body: request.body ?? Data()))
                return calls.count - 1
            }
            state.arrivals.signal()
            return .text(status(number), "")
        }
        try listener.start()
    }

    deinit { listener.stop() }

    var url: String { listener.baseURL + "/hook" }

    /// The calls so far.
    var calls: [Call] { state.calls.withLock { $0 } }

    /// Waits for so many more calls and returns all calls so far.
    func wait(for count: Int) throws -> [Call] {
        for _ in 0..<count {
            guard state.arrivals.wait(timeout: .now() + 60) == .success else {
                throw ExchangeError(step: "wait for a callback")
            }
        }
        return calls
    }
}
