import DailiesThreads
import Foundation

/// Sends requests and downloads files through libcurl.
///
/// Requests that may be repeated share a few connections and one thread, however many are running.
/// A POST or a download has its own connection and thread: libcurl repeats a request whose reused
/// connection breaks, which would buy twice, and writing to a disk may block.
///
/// Requests don't follow redirects, so that the keys in their headers aren't sent to other hosts;
/// downloads, which have no keys, follow a few.
package struct HTTPClient: Sendable {
    private static let redirectLimit = 5

    private let shared = SharedConnections()
    private let stallTimeout: Duration
    private let proxies: ProxyEnvironment

    /// Makes a client; its copies share connections, which stay open as long as one copy exists.
    ///
    /// - Parameters:
    ///   - stallTimeout: a transfer is aborted when no byte arrives for this long; whole seconds.
    ///   - environment: the variables that specify proxies, such as `https_proxy` and `no_proxy`.
    package init(
        stallTimeout: Duration = .seconds(60),
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.stallTimeout = stallTimeout
        proxies = ProxyEnvironment(environment: environment)
    }

    /// Sends a request and returns the complete response, whatever its status.
    ///
    /// - Throws: `TransferFailure` if no complete response was received.
    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let usesOwnConnection = request.needsFreshConnection || request.method == .post
        let address = try address(request.url, for: request.reach)
        try check(request.headers, of: request.url)
        let settings = TransferSettings(
            method: request.method, url: request.url, origin: address.origin,
            headers: request.headers, body: request.body, deadline: .now + request.deadline,
            // A model that runs while its request waits sends nothing for minutes.
            stallTimeout: max(stallTimeout, request.deadline), reach: request.reach,
            proxy: proxy(for: address), usesOwnConnection: usesOwnConnection,
            bodyLimit: 16 << 20, destination: .memory)
        return try await usesOwnConnection
            ? performOnOwnConnection(settings) : performShared(settings)
    }

    /// Returns the offset in the file at which the body of a response is written, given its status
    /// and header fields; `nil` if it must not be written.
    package typealias WriteOffset = @Sendable (_ status: Int, _ headers: [String: String]) -> Int64?

    /// Downloads to an open file.
    ///
    /// Follows up to five redirects, each only as far as `reach` allows it, and none from HTTPS to
    /// HTTP. The body of a response other than 2xx is returned in memory and not written.
    ///
    /// - Parameters:
    ///   - headers: must not contain credentials, since redirects would send them to other hosts.
    ///   - limit: the largest body in bytes.
    ///   - writeOffset: called for each 2xx response on the transfer's thread; the file is truncated
    ///     at the offset before the body is written. If it is `nil` the transfer is aborted.
    ///   - progress: called on the transfer's thread with the number of bytes in the file.
    /// - Throws: `TransferFailure`, also if the body is shorter than its announced length.
    package func download(
        _ url: String,
        headers: [String: String],
        to descriptor: Int32,
        reach: Reach = .anywhere,
        limit: Int64,
        deadline: Duration,
        writeOffset: @escaping WriteOffset = { _, _ in 0 },
        progress: @escaping @Sendable (Int64) -> Void
    ) async throws -> HTTPResponse {
        let deadline = ContinuousClock.now + deadline
        var url = url
        for _ in 0...Self.redirectLimit {
            let address = try address(url, for: reach)
            let settings = TransferSettings(
                method: .get, url: url, origin: address.origin, headers: headers, body: nil,
                deadline: deadline, stallTimeout: stallTimeout, reach: reach,
                proxy: proxy(for: address), usesOwnConnection: true, bodyLimit: limit,
                destination: .file(
                    descriptor: descriptor, writeOffset: writeOffset, progress: progress))
            let response = try await performOnOwnConnection(settings)
            guard let next = response.redirect else { return response }
            guard address.allowsRedirect(to: next) else {
                throw TransferFailure(
                    notStarted: next, "it is a redirect from https to another scheme",
                    isOutOfReach: true)
            }
            url = next
        }
        throw TransferFailure(
            phase: .exchanging, reason: "there were more than \(Self.redirectLimit) redirects",
            url: redacted(url), bytesReceived: 0, status: 0, headers: [:], isOutOfReach: false)
    }

    /// Parses an address and checks that `reach` allows it.
    private func address(_ url: String, for reach: Reach) throws(TransferFailure) -> WebAddress {
        guard let address = WebAddress(url) else {
            throw TransferFailure(
                notStarted: url, "this isn't a valid web address", isOutOfReach: true)
        }
        if let refusal = reach.refusal(of: address) {
            throw TransferFailure(notStarted: url, refusal, isOutOfReach: true)
        }
        return address
    }

    /// Rejects control characters: a line break in a header field would start another field or end
    /// the header.
    private func check(
        _ headers: [String: String], of url: String
    ) throws(TransferFailure) {
        let isClean = headers.allSatisfy { name, value in
            (name + value).unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
        }
        guard isClean else {
            throw TransferFailure(
                notStarted: url, "a header field contains a control character", isOutOfReach: true)
        }
    }

    /// The proxy for an address; this machine is never accessed through a proxy.
    private func proxy(for address: WebAddress) -> String? {
        address.isLoopback ? nil : proxies.proxy(for: address)
    }

    private func performOnOwnConnection(_ settings: TransferSettings) async throws -> HTTPResponse {
        try await withTaskCancellationHandler {
            try await onOwnThread(named: "transfer") { try Transfer(settings).perform() }
        } onCancel: {
            settings.cancellation.raise()
        }
    }

    private func performShared(_ settings: TransferSettings) async throws -> HTTPResponse {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { shared.start(settings, $0) }
        } onCancel: {
            settings.cancellation.raise()
            shared.endCancelled()
        }
    }
}
