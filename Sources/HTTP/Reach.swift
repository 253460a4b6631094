import DailiesInternet

/// Where a transfer may lead.
///
/// An address that came from outside, in a provider's answer, must not make this machine ask its
/// own services, or those of the network it stands in, for somebody else. The rule holds for the
/// address of the socket itself, so a name that leads inside is refused like a number; and it holds
/// for each hop of a redirect and for connections that are used again.
///
/// Where the environment names a proxy, the proxy alone knows what a name leads to. The user chose
/// it, so it is trusted with names; numbers in the address are held to the rule all the same.
package enum Reach: Sendable, Hashable {
    /// This machine only, as in a rehearsal; never through a proxy.
    case loopbackOnly
    /// Machines on the public internet only.
    case publicInternet
    /// Machines on the public internet, and this one: where the user's own mock of a provider answers
    /// with addresses of its own.
    case publicInternetOrLoopback
    /// Wherever the address leads: for addresses that the user gave.
    case anywhere
}

extension Reach {
    /// Why an address may not even be tried, or `nil`.
    func refusal(of address: WebAddress) -> String? {
        // A key belongs in a header; here it would be sent to whoever the address names.
        if address.hasUser { return "the address holds a user name or a password" }
        switch self {
        case .anywhere: return nil
        case .loopbackOnly:
            return address.isThisMachine ? nil : "\(address.host) is not this machine"
        case .publicInternetOrLoopback where address.isThisMachine: return nil
        case .publicInternet, .publicInternetOrLoopback:
            if address.isLocalName { return "\(address.host) is not on the public internet" }
            return address.literal.flatMap { refusal(of: $0) }
        }
    }

    /// Why a socket may not lead to an address, or `nil`.
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
