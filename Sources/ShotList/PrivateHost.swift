import DailiesInternet

/// Hosts that only this machine, or the network it stands in, can reach: no provider fetches a
/// picture from there.
enum PrivateHost {
    /// The host of an address, where it is such a one.
    static func named(in address: String) -> String? {
        guard let start = address.firstRange(of: "://")?.upperBound else { return nil }
        let authority = address[start...].prefix { !"/?#\\".contains($0) }
        let place = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        let isBracketed = place.hasPrefix("[")
        let inner =
            isBracketed ? place.dropFirst().prefix { $0 != "]" } : place.prefix { $0 != ":" }
        var host = inner.lowercased()
        if host.hasSuffix(".") { host.removeLast() }
        guard !host.isEmpty else { return nil }
        let isPrivate = IPAddress(host).map { !$0.isPublic } ?? isLocalName(host)
        return isPrivate ? host : nil
    }

    /// Names without a dot, those reserved for this machine or a network of one's own (RFC 6761,
    /// RFC 6762, RFC 8375, ICANN's `.internal`), and numbers in spellings such as `127.1`, since no
    /// name on the internet ends in one.
    private static func isLocalName(_ host: String) -> Bool {
        !host.contains(".") || host.split(separator: ".").last?.first?.isNumber == true
            || [".localhost", ".local", ".internal", ".home.arpa"].contains { host.hasSuffix($0) }
    }
}
