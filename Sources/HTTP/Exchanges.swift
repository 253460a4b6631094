internal import CDailiesCurl
import DailiesThreads

/// The transfers that share connections, as their one thread sees them.
final class Exchanges {
    /// Transfers with one host at a time, and so connections to it.
    ///
    /// A thousand runs, each asked for every five seconds and answered in 150 ms, keep thirty busy;
    /// with HTTP/2 they share one connection. What has to wait is held here: libcurl would give
    /// each its buffers, and forget its deadline.
    private static let width = 32
    private static let connectionsKept = 64

    private typealias Entry = (transfer: Transfer, outcome: SharedConnections.Outcome)

    private let multi: UnsafeMutableRawPointer
    private var running: [UnsafeMutableRawPointer: Entry] = [:]
    private var busy: [String: Int] = [:]
    private var waiting: [(order: TransferOrder, outcome: SharedConnections.Outcome)] = []
    /// No transfer's time is over before.
    private var nextEnd: ContinuousClock.Instant?

    init(_ multi: UnsafeMutableRawPointer) {
        self.multi = multi
        _ = dailies_curl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, Self.width)
        _ = dailies_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, Self.connectionsKept)
    }

    var areOver: Bool { running.isEmpty && waiting.isEmpty }

    func start(_ order: TransferOrder, _ outcome: SharedConnections.Outcome) {
        // Whoever cancelled it on its way here came before it could be found.
        guard !order.cancel.isRaised else {
            return outcome.resume(
                throwing: TransferFailure(notBegun: order.url, code: CURLE_ABORTED_BY_CALLBACK))
        }
        nextEnd = min(nextEnd ?? order.end, order.end)
        waiting.append((order, outcome))
        beginNext(at: order.origin)
    }

    /// Begins what waits for a host, as far as there is room.
    private func beginNext(at origin: String) {
        while busy[origin, default: 0] < Self.width,
            let next = waiting.firstIndex(where: { $0.order.origin == origin })
        {
            let (order, outcome) = waiting.remove(at: next)
            begin(order, outcome)
        }
    }

    private func begin(_ order: TransferOrder, _ outcome: SharedConnections.Outcome) {
        do {
            let transfer = try Transfer(order)
            guard curl_multi_add_handle(multi, transfer.pointer) == CURLM_OK else {
                throw TransferFailure(notBegun: order.url, "libcurl takes no transfer more")
            }
            running[transfer.pointer] = (transfer, outcome)
            busy[order.origin, default: 0] += 1
        } catch {
            outcome.resume(throwing: error)
        }
    }

    func endCancelled() {
        endAll(CURLE_ABORTED_BY_CALLBACK) { $0.cancel.isRaised }
    }

    /// Does what can be done without waiting, and tells the outcomes.
    func advance() {
        var count: Int32 = 0
        curl_multi_perform(multi, &count)
        while let message = curl_multi_info_read(multi, &count) {
            end(message.pointee.easy_handle, message.pointee.data.result)
        }
        let now = ContinuousClock.now
        guard let nextEnd, nextEnd <= now else { return }
        endAll(CURLE_OPERATION_TIMEDOUT) { $0.end <= now }
        self.nextEnd = (running.values.map(\.transfer.order.end) + waiting.map(\.order.end)).min()
    }

    /// Waits for the sockets, for news, or until a transfer's time is over.
    func wait() {
        let rest = nextEnd.map { ($0 - .now) / .milliseconds(1) } ?? Double(Int32.max)
        // Rounded up, since libcurl counts whole milliseconds.
        let milliseconds = Int32(min(max(rest.rounded(.up), 0), Double(Int32.max)))
        curl_multi_poll(multi, nil, 0, milliseconds, nil)
    }

    /// Ends what is to end, first among those that wait, so that none of them begins.
    private func endAll(_ code: CURLcode, where isOver: (TransferOrder) -> Bool) {
        // Each is asked once, since a flag can be raised meanwhile.
        waiting.removeAll { order, outcome in
            guard isOver(order) else { return false }
            outcome.resume(throwing: TransferFailure(notBegun: order.url, code: code))
            return true
        }
        for (pointer, entry) in running where isOver(entry.transfer.order) { end(pointer, code) }
    }

    private func end(_ pointer: UnsafeMutableRawPointer, _ code: CURLcode) {
        guard let (transfer, outcome) = running.removeValue(forKey: pointer) else { return }
        curl_multi_remove_handle(multi, pointer)
        outcome.resume(with: Result { try transfer.answer(code) })

        let origin = transfer.order.origin
        let left = busy[origin, default: 1] - 1
        busy[origin] = left > 0 ? left : nil
        beginNext(at: origin)
    }
}
