package import DailiesGeneration
import DailiesHTTPServer
import DailiesJSON
import Dispatch
import Foundation
import Synchronization

/// Listens for providers' callbacks, tells genuine ones from others, and passes on whom to ask.
///
/// A callback changes nothing by itself: what it says of its run isn't even read.
package final class CallbackReceiver: Sendable {
    private let listener: Listener

    /// Where to listen.
    package struct Options: Sendable {
        /// An address in digits; behind a proxy of the user's own it is this machine.
        package var address: String
        package var port: UInt16
        /// Callbacks are answered within this, genuine or not.
        package var patience = Duration.seconds(8)

        package init(address: String = "127.0.0.1", port: UInt16 = 0) {
            self.address = address
            self.port = port
        }
    }

    /// What became of one request.
    package enum Reception: Sendable, Equatable {
        case heard(provider: String, runID: String)
        /// The same message came before.
        case repeated(provider: String, runID: String)
        case refused(status: Int, reason: String)
    }

    /// What a callback may carry; the providers' own are a hundredth of it.
    private static let bodyLimit = 1 << 20

    /// - Parameters:
    ///   - book: the good addresses.
    ///   - providers: who may call, by the name in the address.
    ///   - hear: takes a genuine callback; `false` where the same came before.
    ///   - tell: is told what became of each request.
    package init(
        _ options: Options,
        book: CallbackBook,
        providers: [String: any Provider],
        hear: @escaping @Sendable (CallbackNews) async throws -> Bool,
        tell: @escaping @Sendable (Reception) -> Void = { _ in }
    ) {
        let desk = CallbackDesk(book: book, providers: providers, hear: hear)
        var listening = Listener.Options()
        listening.address = options.address
        listening.port = options.port
        listening.bodyLimit = { _ in Self.bodyLimit }
        listening.readsBody = { path in
            book.secret(for: path.split(separator: "/").map(String.init).suffix(3)) != nil
        }
        listening.connectionLimit = 256
        listening.timeout = 10
        listener = Listener(listening) { request in
            let reception = Self.wait(options.patience) { await desk.receive(request) }
            tell(reception)
            return reception.response
        }
    }

    package func start() throws { try listener.start() }

    package func stop() { listener.stop() }

    /// Where it is reached, such as `http://127.0.0.1:8787`.
    package var baseURL: String { listener.baseURL }

    /// Waits on the connection's own thread.
    private static func wait(
        _ patience: Duration, for work: @escaping @Sendable () async -> Reception
    ) -> Reception {
        let answer = Answer()
        let isDone = DispatchSemaphore(value: 0)
        let task = Task {
            let reception = await work()
            answer.reception.withLock { $0 = reception }
            isDone.signal()
        }
        let end = DispatchTime.now() + .milliseconds(Int(patience / .milliseconds(1)))
        if isDone.wait(timeout: end) == .timedOut { task.cancel() }
        return answer.reception.withLock { $0 }
            ?? .refused(status: 503, reason: "it could not be verified in time")
    }

    private final class Answer: Sendable {
        let reception = Mutex<Reception?>(nil)
    }
}

extension CallbackReceiver.Reception {
    fileprivate var response: ServerResponse {
        switch self {
        case .heard, .repeated: .json(200, ["ok": true])
        case .refused(let status, _): .json(status, ["ok": false])
        }
    }
}
