internal import CDailiesCurl
import DailiesThreads

/// The transfers that share connections, as their one thread sees them.
final class Exchanges {
    /// Connections to one host at a time.
    ///
    /// A thousand runs, each asked for every five seconds and answered in 150 ms, keep thirty busy;
    /// with HTTP/2 one is enough.
    private static let connectionsPerHost = 32
    private static let connectionsKept = 64

    private let multi: UnsafeMutableRawPointer
    private var running: [UnsafeMutableRawPointer: (Transfer, SharedConnections.Outcome)] = [:]
    /// No transfer's time is over before.
    private var nextEnd: ContinuousClock.Instant?

    init(_ multi: UnsafeMutableRawPointer) {
        self.multi = multi
        _ = dailies_curl_multi_set_long(
            multi, CURLMOPT_MAX_HOST_CONNECTIONS, Self.connectionsPerHost)
        _ = dailies_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, Self.connectionsKept)
    }

    var areOver: Bool { running.isEmpty }

    func start(_ order: TransferOrder, _ outcome: SharedConnections.Outcome) {
        do {
            let transfer = try Transfer(order)
            guard curl_multi_add_handle(multi, transfer.pointer) == CURLM_OK else {
                throw TransferFailure(notBegun: order.url, "libcurl takes no transfer more")
            }
            running[transfer.pointer] = (transfer, outcome)
            nextEnd = min(nextEnd ?? order.end, order.end)
            // Cancelled on its way here: whoever did that came before it could be found.
            if order.cancel.isRaised { end(transfer.pointer, CURLE_ABORTED_BY_CALLBACK) }
        } catch {
            outcome.resume(throwing: error)
        }
    }

    func endCancelled() {
        for (pointer, (transfer, _)) in running where transfer.order.cancel.isRaised {
            end(pointer, CURLE_ABORTED_BY_CALLBACK)
        }
    }

    /// Does what can be done without waiting, and tells the outcomes.
    func advance() {
        var count: Int32 = 0
        curl_multi_perform(multi, &count)
        while let message = curl_multi_info_read(multi, &count) {
            end(message.pointee.easy_handle, message.pointee.data.result)
        }
        endOverdue()
    }

    /// Waits for the sockets, for news, or until a transfer's time is over.
    func wait() {
        let rest = nextEnd.map { ($0 - .now) / .milliseconds(1) } ?? Double(Int32.max)
        // Rounded up, since libcurl counts whole milliseconds.
        let milliseconds = Int32(min(max(rest.rounded(.up), 0), Double(Int32.max)))
        curl_multi_poll(multi, nil, 0, milliseconds, nil)
    }

    /// libcurl forgets the time of a transfer that waits for a connection to become free.
    private func endOverdue() {
        let now = ContinuousClock.now
        guard let nextEnd, nextEnd <= now else { return }
        for (pointer, (transfer, _)) in running where transfer.order.end <= now {
            end(pointer, CURLE_OPERATION_TIMEDOUT)
        }
        self.nextEnd = running.values.map { $0.0.order.end }.min()
    }

    private func end(_ pointer: UnsafeMutableRawPointer, _ code: CURLcode) {
        guard let (transfer, outcome) = running.removeValue(forKey: pointer) else { return }
        curl_multi_remove_handle(multi, pointer)
        outcome.resume(with: Result { try transfer.answer(code) })
    }
}
