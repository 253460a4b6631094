import DailiesThreads
import Synchronization

/// Connections that many transfers share, and the one thread that drives them.
///
/// The thread starts with the first transfer and ends with the last `HTTPClient` that could ask for
/// another one: a program has one client and so one thread for as long as it lives, while a test's
/// connections close with the test and are never met by the next.
final class SharedConnections: Sendable {
    typealias Outcome = CheckedContinuation<HTTPResponse, any Error>

    private let loop = Mutex<TransferLoop?>(nil)

    /// Begins a transfer; the outcome is told from the connections' thread.
    func start(_ order: TransferOrder, _ outcome: Outcome) {
        guard let loop = runningLoop() else {
            return outcome.resume(
                throwing: TransferFailure(notBegun: order.url, "the system has no thread left"))
        }
        loop.start(order, outcome)
    }

    /// Has the transfers ended whose flag was raised.
    func endCancelled() { loop.withLock { $0 }?.endCancelled() }

    deinit { loop.withLock { $0 }?.finish() }

    private func runningLoop() -> TransferLoop? {
        loop.withLock { loop in
            if let loop { return loop }
            guard let new = TransferLoop(),
                OwnThread.start(named: "http", { new.runUntilFinished() })
            else { return nil }
            loop = new
            return new
        }
    }
}
