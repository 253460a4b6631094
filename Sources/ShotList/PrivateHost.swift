import DailiesInternet

/// Detects hosts that only this machine or its network can reach, from which no provider can fetch
/// a picture.
enum PrivateHost {
    /// The host of an address if it is private; otherwise `nil`.
    static func host(in address: String) -> String? {
        guard let start = address.firstRange(of: "://")?.upperBound else { return nil }
        let authority = address[start...].prefix { !"/?#\\".contains($0) }
        let hostAndPort =
            authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        let isBracketed = hostAndPort.hasPrefix("[")
        let inner =
            isBracketed
            ? hostAndPort.dropFirst().prefix { $0 != "]" } : hostAndPort.prefix { $0 != ":" }
        var host = inner.lowercased()
        if host.hasSuffix(".") { host.removeLast() }
        guard !host.isEmpty else { return nil }
        let isPrivate = IPAddress(host).map { !$0.isPublic } ?? isLocalName(host)
        return isPrivate ? host : nil
    }

    /// Whether a name is local: names without a dot, names reserved for local use (RFC 6761, RFC
    /// 6762, RFC 8375, ICANN's `.internal`), and numeric spellings such as `127.1`, since no public
    /// name ends in a number.
    private static func isLocalName(_ host: String) -> Bool {
        !host.contains(".") || host.split(separator: ".").last?.first?.isNumber == true
            || [".localhost", ".local", ".internal", ".home.arpa"].contains { host.hasSuffix($0) }
    }
}
