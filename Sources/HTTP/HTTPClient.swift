import DailiesThreads

/// Sends requests and downloads files through libcurl.
///
/// Requests that may be repeated share a few connections and one thread, however many are under
/// way. A POST and a download have a connection and a thread of their own: libcurl repeats a
/// request whose reused connection dies, which would buy twice, and a disk can be slow.
///
/// Requests follow no redirect, since libcurl would carry API keys along; downloads follow a few,
/// on handles that never hold a credential.
package struct HTTPClient: Sendable {
    private let shared = SharedConnections()
    private let patience: Duration

    /// Prepares a client; connections that its copies share stay open for as long as one lives.
    ///
    /// - Parameter patience: how long not a byte need arrive before a transfer is given up, in
    ///   whole seconds.
    package init(patience: Duration = .seconds(60)) { self.patience = patience }

    /// Sends a request and returns the whole answer, whatever its status.
    ///
    /// - Throws: `TransferFailure` where no complete answer came.
    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let order = TransferOrder(
            method: request.method, url: request.url, headers: request.headers, body: request.body,
            end: .now + request.deadline, patience: patience, redirects: 0,
            isAlone: request.needsFreshConnection || request.method == .post,
            limit: 16 << 20, sink: .memory)
        return try await order.isAlone ? performAlone(order) : performShared(order)
    }

    /// Downloads to an open file, writing at its current position.
    ///
    /// The body of an answer other than 2xx is returned in memory and not written.
    ///
    /// - Parameters:
    ///   - limit: bytes that the body may have.
    ///   - arrived: called on the transfer's thread with the bytes received so far.
    /// - Throws: `TransferFailure`; a body shorter than its announced length is one.
    package func download(
        _ url: String,
        headers: [String: String],
        to descriptor: Int32,
        limit: Int64,
        deadline: Duration,
        arrived: @escaping @Sendable (Int64) -> Void
    ) async throws -> HTTPResponse {
        try await performAlone(
            TransferOrder(
                method: .get, url: url, headers: headers, body: nil, end: .now + deadline,
                patience: patience, redirects: 5, isAlone: true, limit: limit,
                sink: .file(descriptor: descriptor, arrived: arrived)))
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
