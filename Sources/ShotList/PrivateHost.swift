import Glibc

/// Hosts that only this machine, or the network it stands in, can reach: no provider fetches a
/// picture from there.
enum PrivateHost {
    /// The host of an address, where it is such a one.
    static func named(in address: String) -> String? {
        guard let start = address.firstRange(of: "://")?.upperBound else { return nil }
        let authority = address[start...].prefix { !"/?#\\".contains($0) }
        let place = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        if place.hasPrefix("[") {
            let inner = String(place.dropFirst().prefix { $0 != "]" })
            return isPrivate6(inner) ? inner : nil
        }
        var host = place.prefix { $0 != ":" }.lowercased()
        if host.hasSuffix(".") { host.removeLast() }
        guard !host.isEmpty, isPrivate4(host) ?? isLocalName(host) else { return nil }
        return host
    }

    /// Names without a dot, and those reserved for this machine or a network of one's own (RFC 6761,
    /// RFC 6762, RFC 8375, ICANN's `.internal`).
    private static func isLocalName(_ host: String) -> Bool {
        !host.contains(".")
            || [".localhost", ".local", ".internal", ".home.arpa"].contains { host.hasSuffix($0) }
    }

    /// Read as libcurl and browsers read it, so that `127.1` and `0x7f.1` count; `nil` for a name.
    private static func isPrivate4(_ host: String) -> Bool? {
        var address = in_addr()
        guard inet_aton(host, &address) == 1 else { return nil }
        return isPrivate(UInt32(bigEndian: address.s_addr))
    }

    /// This network, private, shared by carriers, loopback and link-local (RFC 6890).
    private static func isPrivate(_ address: UInt32) -> Bool {
        let blocks: [(UInt32, bits: UInt32)] = [
            (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8),
            (0xA9FE_0000, 16), (0xAC10_0000, 12), (0xC0A8_0000, 16),
        ]
        return blocks.contains { (address ^ $0) >> (32 - $1) == 0 }
    }

    /// Unspecified, loopback, unique-local, link-local, and what holds a private IPv4 address.
    private static func isPrivate6(_ text: String) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 16)
        guard inet_pton(AF_INET6, text, &bytes) == 1 else { return false }
        if bytes[0] & 0xFE == 0xFC || bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80 { return true }
        guard bytes.prefix(10).allSatisfy({ $0 == 0 }) else { return false }
        return isPrivate(bytes.suffix(4).reduce(0) { $0 << 8 | UInt32($1) })
    }
}
