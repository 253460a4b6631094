import DailiesThreads
import Synchronization

/// Connections that many transfers share, and the one thread that drives them.
///
/// The thread starts with the first transfer and ends when the last copy of its `HTTPClient` is
/// released. A program has one client and so one thread for its whole life, while the connections
/// of a test are closed with the test and never reused by the next.
final class SharedConnections: Sendable {
    typealias ResponseContinuation = CheckedContinuation<HTTPResponse, any Error>

    private let loop = Mutex<TransferLoop?>(nil)

    /// Starts a transfer; the continuation is resumed on the thread of the connections.
    func start(_ settings: TransferSettings, _ continuation: ResponseContinuation) {
        guard let loop = runningLoop() else {
            return continuation.resume(
                throwing: TransferFailure(
                    notStarted: settings.url, "the system can't start another thread"))
        }
        loop.add(settings, continuation)
    }

    /// Ends the transfers whose cancellation flag is raised.
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
