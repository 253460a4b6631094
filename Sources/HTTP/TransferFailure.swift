internal import CDailiesCurl
import Foundation

/// A transfer that ended without a complete response.
package struct TransferFailure: Error, Sendable, Equatable {
    /// How far the transfer had got.
    package enum Phase: String, Sendable {
        /// No byte of the request was sent: the server certainly doesn't know of it.
        case connecting
        /// The request may have reached the server.
        case exchanging
        /// The response couldn't be stored: a write failed, or the body is too large.
        case writing
        /// The caller cancelled the transfer.
        case cancelled
    }

    package let phase: Phase
    /// The reason, in libcurl's words or ours.
    package let reason: String
    /// The address without its query, which may contain a signature.
    package let url: String
    /// The number of bytes of the body that were received.
    package let bytesReceived: Int64
    /// The status of the response; 0 if none was received.
    package let status: Int
    /// The header fields received so far, by lowercased name.
    package let headers: [String: String]
    /// Whether the address is refused: by its `Reach`, or because it is invalid.
    package let isOutOfReach: Bool
}

extension TransferFailure: CustomStringConvertible {
    package var description: String { "\(url): \(reason)" }
}

extension TransferFailure {
    /// A transfer that wasn't started, so that no byte of it can have been sent.
    init(notStarted url: String, _ reason: String, isOutOfReach: Bool = false) {
        self.init(
            phase: .connecting, reason: reason, url: redacted(url), bytesReceived: 0, status: 0,
            headers: [:],
            isOutOfReach: isOutOfReach)
    }

    /// A transfer that was never passed to libcurl, with the code that libcurl would have returned.
    init(notStarted url: String, code: CURLcode) {
        self.init(
            phase: Self.phase(code: code, requestBytesSent: 0),
            reason: String(cString: curl_easy_strerror(code)), url: redacted(url),
            bytesReceived: 0, status: 0, headers: [:], isOutOfReach: false)
    }

    static func phase(code: CURLcode, requestBytesSent: Int) -> Phase {
        switch code {
        case CURLE_WRITE_ERROR: .writing
        case CURLE_ABORTED_BY_CALLBACK: .cancelled
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT,
            CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_UNSUPPORTED_PROTOCOL,
            CURLE_URL_MALFORMAT, CURLE_OPERATION_TIMEDOUT:
            requestBytesSent == 0 ? .connecting : .exchanging
        default: .exchanging
        }
    }
}

/// Removes the query, the fragment and any credentials from a URL, so that it can be shown and
/// stored.
package func redacted(_ url: String) -> String {
    var text = url.prefix { $0 != "?" && $0 != "#" }
    if let scheme = text.range(of: "://"),
        let at = text[scheme.upperBound...].prefix(while: { $0 != "/" }).lastIndex(of: "@")
    {
        text.removeSubrange(scheme.upperBound...at)
    }
    return String(text)
}
