package import DailiesGeneration
import DailiesHTTPServer
import DailiesJSON
import Dispatch
import Foundation
import Synchronization

/// Receives callbacks from providers, verifies them and reports the runs to poll.
///
/// A callback has no other effect: the state of the run that it contains isn't even read.
package final class CallbackReceiver: Sendable {
    private let listener: Listener

    /// The options of a receiver.
    package struct Options: Sendable {
        /// The IP address to listen on; the default is this machine, for a reverse proxy in front.
        package var address: String
        /// The port to listen on; 0 for any free port.
        package var port: UInt16
        /// The limit for verifying and recording a callback, after which it is answered with 503.
        package var responseTimeout = Duration.seconds(8)

        package init(address: String = "127.0.0.1", port: UInt16 = 0) {
            self.address = address
            self.port = port
        }
    }

    /// The outcome of one request.
    package enum Outcome: Sendable, Equatable {
        case accepted(provider: String, runID: String)
        /// The same message was accepted before.
        case duplicate(provider: String, runID: String)
        case refused(status: Int, reason: String)
    }

    /// The largest body of a callback in bytes; those of the providers have a hundredth of it.
    private static let bodyLimit = 1 << 20

    /// Makes a receiver, which listens after `start()`.
    ///
    /// - Parameters:
    ///   - addresses: the valid addresses.
    ///   - providers: the providers that may call, by the name in the address.
    ///   - record: records a genuine callback; returns `false` if it was already recorded.
    ///   - report: called with the outcome of each request.
    package init(
        _ options: Options,
        addresses: CallbackAddresses,
        providers: [String: any Provider],
        record: @escaping @Sendable (VerifiedCallback) async throws -> Bool,
        report: @escaping @Sendable (Outcome) -> Void = { _ in }
    ) {
        let handler = CallbackHandler(addresses: addresses, providers: providers, record: record)
        var listening = Listener.Options()
        listening.address = options.address
        listening.port = options.port
        listening.bodyLimit = { _ in Self.bodyLimit }
        listening.readsBody = { path in
            addresses.secret(for: path.split(separator: "/").map(String.init).suffix(3)) != nil
        }
        listening.connectionLimit = 256
        listening.timeout = 10
        listener = Listener(listening) { request in
            let outcome = Self.wait(options.responseTimeout) { await handler.handle(request) }
            report(outcome)
            return outcome.response
        }
    }

    package func start() throws { try listener.start() }

    package func stop() { listener.stop() }

    /// The receiver's local URL, such as `http://127.0.0.1:8787`.
    package var baseURL: String { listener.baseURL }

    /// Blocks the thread of the connection until the work is done or the timeout has passed.
    private static func wait(
        _ timeout: Duration, for work: @escaping @Sendable () async -> Outcome
    ) -> Outcome {
        let box = OutcomeBox()
        let isDone = DispatchSemaphore(value: 0)
        let task = Task {
            let outcome = await work()
            box.outcome.withLock { $0 = outcome }
            isDone.signal()
        }
        let end = DispatchTime.now() + .milliseconds(Int(timeout / .milliseconds(1)))
        if isDone.wait(timeout: end) == .timedOut { task.cancel() }
        return box.outcome.withLock { $0 }
            ?? .refused(status: 503, reason: "it could not be verified in time")
    }

    private final class OutcomeBox: Sendable {
        let outcome = Mutex<Outcome?>(nil)
    }
}

extension CallbackReceiver.Outcome {
    fileprivate var response: ServerResponse {
        switch self {
        case .accepted, .duplicate: .json(200, ["ok": true])
        case .refused(let status, _): .json(status, ["ok": false])
        }
    }
}
