import DailiesThreads
import Foundation

/// Sends requests and downloads files through libcurl.
///
/// Requests that may be repeated share a few connections and one thread, however many are under
/// way. A POST and a download have a connection and a thread of their own: libcurl repeats a
/// request whose reused connection dies, which would buy twice, and a disk can be slow.
///
/// Requests follow no redirect, since the keys in their headers must not travel; downloads, which
/// hold none, follow a few.
package struct HTTPClient: Sendable {
    private static let redirectLimit = 5

    private let shared = SharedConnections()
    private let patience: Duration
    private let proxies: ProxyChoice

    /// Prepares a client; connections that its copies share stay open for as long as one lives.
    ///
    /// - Parameters:
    ///   - patience: how long not a byte need arrive before a transfer is given up, in whole
    ///     seconds.
    ///   - environment: where proxies are named, as in `https_proxy` and `no_proxy`.
    package init(
        patience: Duration = .seconds(60),
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.patience = patience
        proxies = ProxyChoice(environment: environment)
    }

    /// Sends a request and returns the whole answer, whatever its status.
    ///
    /// - Throws: `TransferFailure` where no complete answer came.
    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let isAlone = request.needsFreshConnection || request.method == .post
        let address = try address(request.url, for: request.reach)
        try check(request.headers, of: request.url)
        let order = TransferOrder(
            method: request.method, url: request.url, origin: address.origin,
            headers: request.headers, body: request.body, end: .now + request.deadline,
            // A model that works while its request waits says nothing for minutes.
            patience: max(patience, request.deadline), reach: request.reach,
            proxy: proxy(for: address), isAlone: isAlone, limit: 16 << 20, sink: .memory)
        return try await isAlone ? performAlone(order) : performShared(order)
    }

    /// Where in a file a body begins, by the answer's status and header fields; `nil` where it has
    /// no place there.
    package typealias Place = @Sendable (_ status: Int, _ headers: [String: String]) -> Int64?

    /// Downloads to an open file.
    ///
    /// Up to five redirects are followed, each where `reach` lets it, and none from HTTPS to HTTP.
    /// The body of an answer other than 2xx is returned in memory and not written.
    ///
    /// - Parameters:
    ///   - headers: no credentials, since they would be sent wherever a redirect leads.
    ///   - limit: bytes that the body may have.
    ///   - place: asked for each 2xx answer, on the transfer's thread; what the file holds behind
    ///     that place is thrown away. Without a place the transfer ends.
    ///   - arrived: called on the transfer's thread with the bytes that the file then holds.
    /// - Throws: `TransferFailure`; a body shorter than its announced length is one.
    package func download(
        _ url: String,
        headers: [String: String],
        to descriptor: Int32,
        reach: Reach = .anywhere,
        limit: Int64,
        deadline: Duration,
        place: @escaping Place = { _, _ in 0 },
        arrived: @escaping @Sendable (Int64) -> Void
    ) async throws -> HTTPResponse {
        let end = ContinuousClock.now + deadline
        var url = url
        for _ in 0...Self.redirectLimit {
            let address = try address(url, for: reach)
            let order = TransferOrder(
                method: .get, url: url, origin: address.origin, headers: headers, body: nil,
                end: end, patience: patience, reach: reach, proxy: proxy(for: address),
                isAlone: true, limit: limit,
                sink: .file(descriptor: descriptor, place: place, arrived: arrived))
            let response = try await performAlone(order)
            guard let next = response.redirect else { return response }
            guard address.mayLead(to: next) else {
                throw TransferFailure(
                    notBegun: next, "a redirect led away from https", isOutOfReach: true)
            }
            url = next
        }
        throw TransferFailure(
            phase: .exchanging, reason: "there were more than \(Self.redirectLimit) redirects",
            url: redacted(url), bytesReceived: 0, status: 0, headers: [:], isOutOfReach: false)
    }

    /// An address that may be tried.
    private func address(_ url: String, for reach: Reach) throws(TransferFailure) -> WebAddress {
        guard let address = WebAddress(url) else {
            throw TransferFailure(
                notBegun: url, "this is no address of the web", isOutOfReach: true)
        }
        if let refusal = reach.refusal(of: address) {
            throw TransferFailure(notBegun: url, refusal, isOutOfReach: true)
        }
        return address
    }

    /// A line break in a field would begin another field, or end the head.
    private func check(
        _ headers: [String: String], of url: String
    ) throws(TransferFailure) {
        let isClean = headers.allSatisfy { name, value in
            (name + value).unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
        }
        guard isClean else {
            throw TransferFailure(
                notBegun: url, "a header field holds a control character", isOutOfReach: true)
        }
    }

    /// What lies on this machine is never asked for through a proxy.
    private func proxy(for address: WebAddress) -> String? {
        address.isThisMachine ? nil : proxies.proxy(for: address)
    }

    private func performAlone(_ order: TransferOrder) async throws -> HTTPResponse {
        try await withTaskCancellationHandler {
            try await onOwnThread(named: "transfer") { try Transfer(order).perform() }
        } onCancel: {
            order.cancel.raise()
        }
    }

    private func performShared(_ order: TransferOrder) async throws -> HTTPResponse {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { shared.start(order, $0) }
        } onCancel: {
            order.cancel.raise()
            shared.endCancelled()
        }
    }
}
