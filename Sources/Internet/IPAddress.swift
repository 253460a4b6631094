import Glibc

/// An IP address, version 4 or 6.
package struct IPAddress: Hashable, Sendable {
    /// Four or sixteen bytes in network order.
    package let bytes: [UInt8]

    /// Parses the text form of an address, without brackets; `nil` for a host name.
    package init?(_ text: String) {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 {
            self.bytes = Array(bytes.prefix(4))
        } else if inet_pton(AF_INET6, text, &bytes) == 1 {
            self.bytes = bytes
        } else {
            return nil
        }
    }

    /// Reads the address in a `sockaddr`; `nil` for other address families.
    package init?(_ address: UnsafeRawBufferPointer) {
        guard address.count >= MemoryLayout<sockaddr_in>.size else { return nil }
        switch Int32(address.loadUnaligned(as: sockaddr.self).sa_family) {
        case AF_INET:
            let inner = address.loadUnaligned(as: sockaddr_in.self).sin_addr
            bytes = withUnsafeBytes(of: inner) { Array($0) }
        case AF_INET6 where address.count >= MemoryLayout<sockaddr_in6>.size:
            let inner = address.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            bytes = withUnsafeBytes(of: inner) { Array($0) }
        default: return nil
        }
    }

    private init(bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    /// Whether it is a loopback address, which refers to this machine.
    package var isLoopback: Bool {
        if let inner = embedded { return inner.isLoopback }
        return bytes.count == 4 ? bytes[0] == 127 : bytes == Self.loopback6
    }

    /// Whether it is a unicast address on the public internet.
    ///
    /// Source: IANA's special-purpose address registries (RFC 6890), IPv4 and IPv6.
    package var isPublic: Bool {
        if let inner = embedded { return inner.isPublic }
        if bytes.count == 4 { return !Self.special4.contains { $0.contains(self) } }
        return Self.unicast6.contains { $0.contains(self) }
            && !Self.special6.contains { $0.contains(self) }
    }

    /// The IPv4 address that is embedded in an IPv6 address, if any.
    private var embedded: IPAddress? {
        for (prefix, offset) in Self.embeddings where prefix.contains(self) {
            return IPAddress(bytes: bytes[offset..<offset + 4])
        }
        return nil
    }

    private static let loopback6 = [UInt8](repeating: 0, count: 15) + [1]

    /// IPv6 prefixes with embedded IPv4 addresses and the byte offset of these: IPv4-mapped, NAT64
    /// (RFC 6052), 6to4 (RFC 3056).
    private static let embeddings = [("::ffff:0:0/96", 12), ("64:ff9b::/96", 12), ("2002::/16", 2)]
        .compactMap { text, offset in IPPrefix(text).map { ($0, offset) } }

    /// This network, private, carrier-grade NAT, loopback, link-local, protocol assignments,
    /// documentation, 6to4 relays, benchmarking, multicast, reserved and broadcast.
    private static let special4 = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    ].compactMap { IPPrefix($0) }

    /// The allocated global unicast addresses; all others are loopback, unspecified, unique-local,
    /// link-local, site-local, multicast or unallocated.
    private static let unicast6 = ["2000::/3"].compactMap { IPPrefix($0) }

    /// Protocol assignments including Teredo and ORCHID, and documentation.
    private static let special6 = ["2001::/23", "2001:db8::/32", "3fff::/20"]
        .compactMap { IPPrefix($0) }
}

extension IPAddress: CustomStringConvertible {
    package var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        inet_ntop(family, bytes, &text, socklen_t(text.count))
        return String(
            decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
