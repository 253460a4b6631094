import DailiesInternet

/// The addresses that a transfer may connect to.
///
/// It prevents server-side request forgery: a URL from outside, in a provider's response, must not
/// make this machine send requests to its own services or to those of its local network. The rule
/// is checked against the IP address of the socket, so a name that resolves to a private address is
/// refused like the address itself, and it is checked for each redirect and for reused connections.
///
/// With a proxy, only the proxy knows what a name resolves to. The user chose the proxy, so names
/// are left to it; IP addresses in URLs are still checked.
package enum Reach: Sendable, Hashable {
    /// This machine only, as in a rehearsal; never through a proxy.
    case loopbackOnly
    /// Hosts on the public internet only.
    case publicInternet
    /// Hosts on the public internet, and this machine: for a mock provider of the user's own that
    /// answers with addresses on this machine.
    case publicInternetOrLoopback
    /// Any host: for addresses that the user entered.
    case anywhere
}

extension Reach {
    /// Why a URL is refused before connecting; `nil` if it is allowed.
    func refusal(of address: WebAddress) -> String? {
        // Credentials belong in a header; in a URL they would be sent to whatever host it names.
        if address.hasCredentials { return "the address contains a user name or a password" }
        switch self {
        case .anywhere: return nil
        case .loopbackOnly:
            return address.isLoopback ? nil : "\(address.host) is not this machine"
        case .publicInternetOrLoopback where address.isLoopback: return nil
        case .publicInternet, .publicInternetOrLoopback:
            if address.isLocalhostName { return "\(address.host) is not on the public internet" }
            return address.ipAddress.flatMap { refusal(of: $0) }
        }
    }

    /// Why a socket must not connect to an IP address; `nil` if it is allowed.
    func refusal(of address: IPAddress) -> String? {
        switch self {
        case .anywhere: nil
        case .loopbackOnly: address.isLoopback ? nil : "\(address) is not this machine"
        case .publicInternetOrLoopback where address.isLoopback: nil
        case .publicInternet, .publicInternetOrLoopback:
            address.isPublic ? nil : "\(address) is not on the public internet"
        }
    }
}
