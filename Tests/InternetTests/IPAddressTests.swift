import DailiesInternet
import Testing

@Suite struct IPAddressTests {
    @Test(arguments: [
        "8.8.8.8", "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
        "126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255",
        "172.32.0.0", "192.0.1.0", "192.167.255.255", "192.169.0.0", "198.17.255.255",
        "198.20.0.0", "223.255.255.255",
        "2606:4700::1111", "2a00:1450:4001::200e", "2001:4860:4860::8888", "2001:200::1",
        "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:0808:0808::1",
    ])
    func internetAddressesArePublic(_ text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.isPublic)
        #expect(!address.isLoopback)
    }

    @Test(arguments: [
        // This network, private, CGNAT, loopback, link-local.
        "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255",
        "127.0.0.1", "127.255.255.255", "169.254.0.0", "169.254.169.254", "172.16.0.0",
        "172.31.255.255", "192.168.0.0", "192.168.255.255",
        // Assignments, documentation, relays, benchmarks, multicast, reserved, broadcast.
        "192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.19.255.255", "198.51.100.1",
        "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
        // Unspecified, loopback, compatible, unique-local, link-local, site-local, multicast.
        "::", "::1", "::8.8.8.8", "fc00::1", "fdff::1", "fe80::1", "febf::1", "fec0::1", "ff02::1",
        // Discard, local-use NAT64, assignments with Teredo, documentation, unallocated.
        "100::1", "64:ff9b:1::8.8.8.8", "2001::1", "2001:1ff::1", "2001:db8::1", "3fff::1",
        "4000::1", "1fff::1",
        // IPv6 addresses that embed such an IPv4 address.
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:0.0.0.0",
        "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b::192.168.0.1", "2002:7f00:1::",
        "2002:a00:1::1",
    ])
    func specialAddressesAreNotPublic(_ text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(!address.isPublic)
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.1.2.3", true), ("::1", true), ("::ffff:127.0.0.1", true),
        ("128.0.0.1", false), ("::2", false), ("::", false), ("0.0.0.0", false),
    ])
    func loopbackAddressesAreRecognised(_ text: String, _ isLoopback: Bool) throws {
        #expect(try #require(IPAddress(text)).isLoopback == isLoopback)
    }

    @Test(arguments: ["", "example.com", "1.2.3", "1.2.3.4.5", "256.0.0.1", "[::1]", "::1%1", ":"])
    func invalidAddressesAreRejected(_ text: String) { #expect(IPAddress(text) == nil) }

    @Test(arguments: ["10.1.2.3", "::1", "2001:db8::5"])
    func addressesRoundTrip(_ text: String) throws {
        #expect(try #require(IPAddress(text)).description == text)
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.9.9.9", true), ("10.0.0.0/8", "11.0.0.0", false),
        ("10.0.0.128/25", "10.0.0.127", false), ("10.0.0.128/25", "10.0.0.255", true),
        ("10.0.0.1", "10.0.0.1", true), ("10.0.0.1", "10.0.0.2", false),
        ("0.0.0.0/0", "8.8.8.8", true), ("::/0", "8.8.8.8", false),
        ("fc00::/7", "fdff::1", true), ("fc00::/7", "fe00::1", false),
    ])
    func prefixesContainMatchingAddresses(
        _ prefix: String, _ address: String, _ isInside: Bool
    ) throws {
        let address = try #require(IPAddress(address))
        #expect(try #require(IPPrefix(prefix)).contains(address) == isInside)
    }

    @Test(arguments: ["", "/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "::/129", "name/8"])
    func invalidPrefixesAreRejected(_ text: String) { #expect(IPPrefix(text) == nil) }
}
