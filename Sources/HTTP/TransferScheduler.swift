internal import CDailiesCurl
import DailiesThreads

/// The running and waiting transfers of one libcurl multi handle; used by one thread only.
final class TransferScheduler {
    /// How many transfers run at a time with one host, and so how many connections it gets.
    ///
    /// A thousand runs that are polled every five seconds and answered in 150 ms keep thirty busy;
    /// with HTTP/2 they share one connection. Further transfers wait here and not in libcurl, which
    /// would allocate buffers for each and ignore its deadline while it waits.
    private static let transfersPerHost = 32
    private static let connectionCacheSize = 64

    private typealias Entry = (
        transfer: Transfer, continuation: SharedConnections.ResponseContinuation
    )

    private let multi: UnsafeMutableRawPointer
    private var running: [UnsafeMutableRawPointer: Entry] = [:]
    /// The number of running transfers by origin.
    private var runningCount: [String: Int] = [:]
    private var waiting:
        [(settings: TransferSettings, continuation: SharedConnections.ResponseContinuation)] = []
    /// No transfer has an earlier deadline.
    private var nextDeadline: ContinuousClock.Instant?

    init(_ multi: UnsafeMutableRawPointer) {
        self.multi = multi
        _ = dailies_curl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, Self.transfersPerHost)
        _ = dailies_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, Self.connectionCacheSize)
    }

    var isIdle: Bool { running.isEmpty && waiting.isEmpty }

    /// Adds a transfer and starts it as soon as its host has a free connection.
    func add(
        _ settings: TransferSettings, _ continuation: SharedConnections.ResponseContinuation
    ) {
        // A transfer that was cancelled before it got here was not found by `endCancelled`.
        guard !settings.cancellation.isRaised else {
            return continuation.resume(
                throwing: TransferFailure(
                    notStarted: settings.url, code: CURLE_ABORTED_BY_CALLBACK))
        }
        nextDeadline = min(nextDeadline ?? settings.deadline, settings.deadline)
        waiting.append((settings, continuation))
        startWaiting(for: settings.origin)
    }

    /// Starts waiting transfers of a host, up to the limit per host.
    private func startWaiting(for origin: String) {
        while runningCount[origin, default: 0] < Self.transfersPerHost,
            let next = waiting.firstIndex(where: { $0.settings.origin == origin })
        {
            let (settings, continuation) = waiting.remove(at: next)
            start(settings, continuation)
        }
    }

    private func start(
        _ settings: TransferSettings, _ continuation: SharedConnections.ResponseContinuation
    ) {
        do {
            let transfer = try Transfer(settings)
            guard curl_multi_add_handle(multi, transfer.pointer) == CURLM_OK else {
                throw TransferFailure(
                    notStarted: settings.url, "libcurl can't start another transfer")
            }
            running[transfer.pointer] = (transfer, continuation)
            runningCount[settings.origin, default: 0] += 1
        } catch {
            continuation.resume(throwing: error)
        }
    }

    func endCancelled() {
        end(CURLE_ABORTED_BY_CALLBACK) { $0.cancellation.isRaised }
    }

    /// Performs all work that doesn't block, and ends transfers that are finished or past their
    /// deadline.
    func advance() {
        var count: Int32 = 0
        curl_multi_perform(multi, &count)
        while let message = curl_multi_info_read(multi, &count) {
            end(message.pointee.easy_handle, message.pointee.data.result)
        }
        let now = ContinuousClock.now
        guard let nextDeadline, nextDeadline <= now else { return }
        end(CURLE_OPERATION_TIMEDOUT) { $0.deadline <= now }
        self.nextDeadline =
            (running.values.map(\.transfer.settings.deadline) + waiting.map(\.settings.deadline))
            .min()
    }

    /// Blocks until a socket is ready, `curl_multi_wakeup` is called or the next deadline passes.
    func wait() {
        let rest = nextDeadline.map { ($0 - .now) / .milliseconds(1) } ?? Double(Int32.max)
        // Rounded up, since libcurl counts whole milliseconds.
        let milliseconds = Int32(min(max(rest.rounded(.up), 0), Double(Int32.max)))
        curl_multi_poll(multi, nil, 0, milliseconds, nil)
    }

    /// Ends the transfers that match, the waiting ones first, so that none of them is started.
    private func end(_ code: CURLcode, where matches: (TransferSettings) -> Bool) {
        // Called once for each, since a flag may be raised in between.
        waiting.removeAll { settings, continuation in
            guard matches(settings) else { return false }
            continuation.resume(throwing: TransferFailure(notStarted: settings.url, code: code))
            return true
        }
        for (pointer, entry) in running where matches(entry.transfer.settings) {
            end(pointer, code)
        }
    }

    private func end(_ pointer: UnsafeMutableRawPointer, _ code: CURLcode) {
        guard let (transfer, continuation) = running.removeValue(forKey: pointer) else { return }
        curl_multi_remove_handle(multi, pointer)
        continuation.resume(with: Result { try transfer.response(code) })

        let origin = transfer.settings.origin
        let left = runningCount[origin, default: 1] - 1
        runningCount[origin] = left > 0 ? left : nil
        startWaiting(for: origin)
    }
}
