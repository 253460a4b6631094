internal import CDailiesCurl
import Synchronization

/// The event loop of the thread that drives all shared transfers; any thread may add work.
final class TransferLoop: Sendable {
    // This pointer is safe to share: `curl_multi_wakeup` may be called from any thread; everything
    // else happens on the one thread in `runUntilFinished`, or in `deinit`, when no thread uses the
    // loop any more.
    private nonisolated(unsafe) let multi: UnsafeMutableRawPointer
    private let inbox = Mutex(Inbox())

    /// Work that other threads added and the loop's thread hasn't seen yet.
    private struct Inbox {
        var transfers: [(TransferSettings, SharedConnections.ResponseContinuation)] = []
        var hasCancelled = false
        var isFinished = false

        /// Returns the content and clears it, except for `isFinished`.
        mutating func removeAll() -> Inbox {
            defer { (transfers, hasCancelled) = ([], false) }
            return self
        }
    }

    /// `nil` if libcurl can't allocate memory or file descriptors.
    init?() {
        guard CurlHandle.isInitialised, let multi = curl_multi_init() else { return nil }
        self.multi = multi
    }

    deinit { curl_multi_cleanup(multi) }

    func add(
        _ settings: TransferSettings, _ continuation: SharedConnections.ResponseContinuation
    ) {
        post { $0.transfers.append((settings, continuation)) }
    }

    /// Ends the transfers whose cancellation flag is raised.
    func endCancelled() { post { $0.hasCancelled = true } }

    /// Lets the thread end as soon as no transfer is left.
    func finish() { post { $0.isFinished = true } }

    private func post(_ change: (inout Inbox) -> Void) {
        inbox.withLock { change(&$0) }
        curl_multi_wakeup(multi)
    }

    /// Runs the loop on the calling thread until it is finished.
    func runUntilFinished() {
        let scheduler = TransferScheduler(multi)
        while true {
            let work = inbox.withLock { $0.removeAll() }
            for (settings, continuation) in work.transfers {
                scheduler.add(settings, continuation)
            }
            if work.hasCancelled { scheduler.endCancelled() }
            scheduler.advance()
            if work.isFinished && scheduler.isIdle { return }
            scheduler.wait()
        }
    }
}
