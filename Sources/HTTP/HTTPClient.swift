internal import CDailiesCurl
import DailiesThreads
import Foundation

/// Sends requests and downloads files through libcurl, each transfer on a thread of its own.
///
/// Requests follow no redirect, since libcurl would carry API keys along; downloads follow a few,
/// on handles that never hold a credential.
package struct HTTPClient: Sendable {
    package init() {}

    /// Sends a request and returns the whole answer, whatever its status.
    ///
    /// - Throws: `TransferFailure` where no complete answer came.
    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try await perform(url: request.url, limit: 16 << 20, sink: .memory) { handle in
            handle.setCommonRules(url: request.url, deadline: request.deadline, redirects: 0)
            handle.setHeaders(request.headers)
            handle.set(CURLOPT_ACCEPT_ENCODING, "")
            if request.needsFreshConnection {
                handle.set(CURLOPT_FRESH_CONNECT, 1)
                handle.set(CURLOPT_FORBID_REUSE, 1)
            }
            if request.method != .get {
                let body = request.body ?? Data()
                handle.set(CURLOPT_POST, 1)
                handle.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
                handle.set(CURLOPT_POSTFIELDSIZE_LARGE, offset: Int64(body.count))
                body.withUnsafeBytes { bytes in
                    // libcurl copies the bytes at this option, and needs the size set before.
                    _ = dailies_curl_set_text(
                        handle.pointer, CURLOPT_COPYPOSTFIELDS,
                        bytes.bindMemory(to: CChar.self).baseAddress)
                }
            }
        }
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
        let sink = BodySink.file(descriptor: descriptor, arrived: arrived)
        return try await perform(url: url, limit: limit, sink: sink) { handle in
            handle.setCommonRules(url: url, deadline: deadline, redirects: 5)
            handle.setHeaders(headers)
        }
    }

    private func perform(
        url: String,
        limit: Int64,
        sink: BodySink,
        prepare: @escaping @Sendable (inout CurlHandle) -> Void
    ) async throws -> HTTPResponse {
        let cancel = StopFlag()
        return try await withTaskCancellationHandler {
            try await onOwnThread(named: "transfer") {
                try Transfer(url: url, limit: limit, sink: sink, cancel: cancel).perform(prepare)
            }
        } onCancel: {
            cancel.raise()
        }
    }
}
