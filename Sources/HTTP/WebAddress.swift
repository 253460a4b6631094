internal import CDailiesCurl
import DailiesInternet

/// An address taken apart by libcurl itself, so that what is checked is what is asked.
///
/// Two readers of one address disagree on spellings such as `http://0x7f.1/`; whoever checks with
/// one and connects with the other lets them through.
struct WebAddress {
    /// Lowercase.
    let scheme: String
    /// Lowercase, without brackets and without a dot at its end.
    let host: String
    /// Scheme, host and port, which tell whether two addresses can share a connection.
    let origin: String
    /// Whether a user name or a password stands in it.
    let hasUser: Bool

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
        hasUser =
            Self.part(CURLUPART_USER, of: parser) != nil
            || Self.part(CURLUPART_PASSWORD, of: parser) != nil
    }

    private static func part(_ part: CURLUPart, of parser: OpaquePointer?) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(parser, part, &text, 0) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }

    /// The address itself, where it stands there instead of a name.
    var literal: IPAddress? { IPAddress(host) }

    /// Whether a redirect from here may be followed: what was encrypted stays so.
    func mayLead(to next: String) -> Bool {
        scheme != "https" || WebAddress(next)?.scheme == "https"
    }

    var isThisMachine: Bool { host == "localhost" || literal?.isLoopback == true }

    /// Whether its name is reserved for this machine (RFC 6761).
    var isLocalName: Bool { host == "localhost" || host.hasSuffix(".localhost") }
}

/// Whether an address lies on this machine.
package func isLoopback(_ url: String) -> Bool {
    guard let host = WebAddress(url)?.host else { return false }
    return ["127.0.0.1", "localhost", "::1"].contains(host)
}
