internal import CDailiesCurl
import Foundation

/// A transfer that ended without a complete answer: how far it came, and why it ended.
package struct TransferFailure: Error, Sendable, Equatable {
    /// How far the transfer had come.
    package enum Phase: String, Sendable {
        /// No byte of the request has left: it is certain that the server knows nothing of it.
        case connecting
        /// The request may have reached the server.
        case exchanging
        /// The answer could not be written to the disk.
        case writing
        /// The caller gave up.
        case cancelled
    }

    package let phase: Phase
    /// What happened, in libcurl's words or in ours.
    package let reason: String
    /// The address without its query, which may hold a signature.
    package let url: String
    /// Bytes of the answer's body that had arrived.
    package let bytesReceived: Int64
    /// The answer's status, or 0 where none began.
    package let status: Int
    /// Header fields of the answer by lowercased name, as far as they had arrived.
    package let headers: [String: String]
    /// Whether it would have led where its `Reach` does not let it.
    package let isOutOfReach: Bool
}

extension TransferFailure: CustomStringConvertible {
    package var description: String { "\(url): \(reason)" }
}

extension TransferFailure {
    /// A transfer that never began, so that no byte of it can have left.
    init(notBegun url: String, _ reason: String, isOutOfReach: Bool = false) {
        self.init(
            phase: .connecting, reason: reason, url: redacted(url), bytesReceived: 0, status: 0,
            headers: [:],
            isOutOfReach: isOutOfReach)
    }

    /// A transfer that libcurl never saw, ended as if it had been told so by this code.
    init(notBegun url: String, code: CURLcode) {
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
            CURLE_URL_MALFORMAT:
            requestBytesSent == 0 ? .connecting : .exchanging
        case CURLE_OPERATION_TIMEDOUT: requestBytesSent == 0 ? .connecting : .exchanging
        default: .exchanging
        }
    }
}

/// Takes the query and any user name out of an address, so that it can be shown and stored.
package func redacted(_ url: String) -> String {
    var text = url.prefix { $0 != "?" && $0 != "#" }
    if let scheme = text.range(of: "://"),
        let at = text[scheme.upperBound...].prefix(while: { $0 != "/" }).lastIndex(of: "@")
    {
        text.removeSubrange(scheme.upperBound...at)
    }
    return String(text)
}
