internal import CDailiesCurl
import DailiesInternet

/// A URL parsed by libcurl itself, so that the checks see the same parts that libcurl connects to.
///
/// URL parsers disagree on spellings such as `http://0x7f.1/`, so checking with another parser could
/// let a forbidden address through.
struct WebAddress {
    /// Lowercase.
    let scheme: String
    /// Lowercase, without brackets and without a trailing dot.
    let host: String
    /// Scheme, host and port: addresses with the same origin can share a connection.
    let origin: String
    /// Whether the URL contains a user name or a password.
    let hasCredentials: Bool

    init?(_ url: String) {
        let parser = curl_url()
        defer { curl_url_cleanup(parser) }
        guard curl_url_set(parser, CURLUPART_URL, url, 0) == CURLUE_OK,
            let scheme = Self.part(CURLUPART_SCHEME, of: parser),
            let host = Self.part(CURLUPART_HOST, of: parser)
        else { return nil }
        self.scheme = scheme.lowercased()
        let bare = host.lowercased().drop { $0 == "[" }
        let end = bare.lastIndex { $0 != "]" && $0 != "." }
        guard let end else { return nil }
        self.host = String(bare[...end])
        origin = "\(scheme)://\(host):\(Self.part(CURLUPART_PORT, of: parser) ?? "")".lowercased()
        hasCredentials =
            Self.part(CURLUPART_USER, of: parser) != nil
            || Self.part(CURLUPART_PASSWORD, of: parser) != nil
    }

    private static func part(_ part: CURLUPart, of parser: OpaquePointer?) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(parser, part, &text, 0) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }

    /// The IP address, if the host is one and not a name.
    var ipAddress: IPAddress? { IPAddress(host) }

    /// Whether a redirect from here to `next` may be followed: not from HTTPS to another scheme.
    func allowsRedirect(to next: String) -> Bool {
        scheme != "https" || WebAddress(next)?.scheme == "https"
    }

    var isLoopback: Bool { host == "localhost" || ipAddress?.isLoopback == true }

    /// Whether the host is a name reserved for this machine (RFC 6761).
    var isLocalhostName: Bool { host == "localhost" || host.hasSuffix(".localhost") }
}

/// Whether the host of a URL is `127.0.0.1`, `::1` or `localhost`.
package func isLoopback(_ url: String) -> Bool {
    guard let host = WebAddress(url)?.host else { return false }
    return ["127.0.0.1", "localhost", "::1"].contains(host)
}
