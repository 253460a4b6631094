internal import CDailiesCurl
import Synchronization

/// What one thread does to drive many transfers at once; any thread may hand it work.
final class TransferLoop: Sendable {
    // A pointer is safe here: `curl_multi_wakeup` may be called from any thread, all else is done
    // by the one thread in `runUntilFinished` or by `deinit`, when no thread holds the loop.
    private nonisolated(unsafe) let multi: UnsafeMutableRawPointer
    private let inbox = Mutex(Inbox())

    private struct Inbox {
        var arrivals: [(TransferOrder, SharedConnections.Outcome)] = []
        var hasCancelled = false
        var isFinished = false

        mutating func taken() -> Inbox {
            defer { (arrivals, hasCancelled) = ([], false) }
            return self
        }
    }

    /// `nil` where libcurl has no memory or no descriptors left.
    init?() {
        guard CurlHandle.isInitialised, let multi = curl_multi_init() else { return nil }
        self.multi = multi
    }

    deinit { curl_multi_cleanup(multi) }

    func start(_ order: TransferOrder, _ outcome: SharedConnections.Outcome) {
        tell { $0.arrivals.append((order, outcome)) }
    }

    /// Has the transfers ended whose flag was raised.
    func endCancelled() { tell { $0.hasCancelled = true } }

    /// Lets the thread end when nothing is under way any more.
    func finish() { tell { $0.isFinished = true } }

    private func tell(_ news: (inout Inbox) -> Void) {
        inbox.withLock { news(&$0) }
        curl_multi_wakeup(multi)
    }

    /// The thread's whole life.
    func runUntilFinished() {
        let exchanges = Exchanges(multi)
        while true {
            let news = inbox.withLock { $0.taken() }
            for (order, outcome) in news.arrivals { exchanges.start(order, outcome) }
            if news.hasCancelled { exchanges.endCancelled() }
            exchanges.advance()
            if news.isFinished && exchanges.areOver { return }
            exchanges.wait()
        }
    }
}
