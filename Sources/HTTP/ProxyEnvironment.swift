import DailiesInternet

/// Chooses the proxy for an address from environment variables, by libcurl's rules.
///
/// libcurl could do it by itself but wouldn't report its choice, which must be known: a socket to a
/// proxy is always allowed, since the user chose it, while any other socket must respect the
/// transfer's `Reach`.
struct ProxyEnvironment: Sendable {
    private let environment: [String: String]

    init(environment: [String: String]) { self.environment = environment }

    /// The proxy's address; `nil` for a direct connection.
    func proxy(for address: WebAddress) -> String? {
        guard !isExempt(address) else { return nil }
        // `HTTP_PROXY` is ignored: in a CGI program, a header of the client's request sets it.
        let names =
            address.scheme == "http" ? ["http_proxy"] : ["https_proxy", "HTTPS_PROXY"]
        return (names + ["all_proxy", "ALL_PROXY"]).compactMap { environment[$0] }
            .first { !$0.isEmpty }
    }

    /// Whether `no_proxy` lists the address: `*`, a domain including its subdomains, an IP address or
    /// an IP prefix.
    private func isExempt(_ address: WebAddress) -> Bool {
        let list = environment["no_proxy"] ?? environment["NO_PROXY"] ?? ""
        return list.split { $0 == "," || $0.isWhitespace }.contains { entry in
            if entry == "*" { return true }
            if let ipAddress = address.ipAddress {
                return IPPrefix(String(entry))?.contains(ipAddress) == true
            }
            let domain = entry.lowercased().drop { $0 == "." }
            return address.host == domain || address.host.hasSuffix("." + domain)
        }
    }
}
