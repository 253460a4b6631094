import DailiesInternet

/// Which proxy the environment names for an address, by libcurl's own rules.
///
/// libcurl would look itself, but wouldn't tell; and a socket that leads to a proxy is the user's
/// choice, while any other has to keep the transfer's rule.
struct ProxyChoice: Sendable {
    private let environment: [String: String]

    init(environment: [String: String]) { self.environment = environment }

    /// The proxy's address, or `nil` where the way is direct.
    func proxy(for address: WebAddress) -> String? {
        guard !isExempt(address) else { return nil }
        // `HTTP_PROXY` is not asked: in a CGI program a stranger's header of a request sets it.
        let names =
            address.scheme == "http" ? ["http_proxy"] : ["https_proxy", "HTTPS_PROXY"]
        return (names + ["all_proxy", "ALL_PROXY"]).compactMap { environment[$0] }
            .first { !$0.isEmpty }
    }

    /// Whether `no_proxy` names it: `*`, a domain with all below it, an address, or a prefix.
    private func isExempt(_ address: WebAddress) -> Bool {
        let list = environment["no_proxy"] ?? environment["NO_PROXY"] ?? ""
        return list.split { $0 == "," || $0.isWhitespace }.contains { entry in
            if entry == "*" { return true }
            if let literal = address.literal {
                return IPPrefix(String(entry))?.contains(literal) == true
            }
            let domain = entry.lowercased().drop { $0 == "." }
            return address.host == domain || address.host.hasSuffix("." + domain)
        }
    }
}
