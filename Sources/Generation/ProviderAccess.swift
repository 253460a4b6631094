package import DailiesHTTP
import DailiesJSON
import Foundation

/// Everything that a provider needs to be talked to: where, and as whom.
package struct ProviderAccess: Sendable {
    /// Base addresses by role, without a slash at the end.
    package let addresses: [String: String]
    /// The account's key; `nil` only for a stand-in, which asks for none.
    package let key: String?
    /// The variables that held the key: some providers take more than one kind.
    package let keyVariables: [String]
    /// The secrets that callbacks may be signed with: while they are exchanged there are two.
    package let callbackSecrets: [String]
    package let client: HTTPClient
    /// Waits before something is asked again.
    package var pause: @Sendable (Duration) async throws -> Void = {
        try await Task.sleep(for: $0)
    }
    /// Base addresses of second hosts by the base address they stand in for.
    package var backups: [String: String] = [:]
    /// Whether addresses that the provider gives may lead to this machine, because the user's own mock
    /// of a provider answers there.
    package var allowsLoopback = false
    /// The address where runs are bought.
    package let main: String
    /// Whether runs are bought from a stand-in on this machine, for nothing: taken for granted of an
    /// address on this machine until somebody has asked.
    package private(set) var isStandIn: Bool

    /// An override of a base address that may not be used.
    package struct BadAddress: Error, CustomStringConvertible {
        package let description: String
    }

    /// Reads keys and overridden addresses from the environment.
    ///
    /// A bare host means https, as the providers' own clients have it. Where the main address leads
    /// to this machine, the others follow it there: a rehearsal reaches nobody else.
    ///
    /// - Throws: `BadAddress`; a key travels encrypted, or stays on this machine.
    package init(
        _ identity: ProviderIdentity, environment: [String: String], client: HTTPClient
    ) throws(BadAddress) {
        var addresses: [String: String] = [:]
        var backups: [String: String] = [:]
        var main = ""
        for (index, address) in identity.addresses.enumerated() {
            let written = environment[address.variable].flatMap { $0.isEmpty ? nil : $0 }
            var base = written.map(Self.completed) ?? address.standard
            if index == 0 {
                main = base
            } else if written == nil, isLoopback(main) {
                base = main + address.standInPath
            }
            guard isLoopback(base) || base.lowercased().hasPrefix("https://") else {
                throw BadAddress(
                    description: "\(address.variable) must begin with https://, so that the key "
                        + "travels encrypted, or lead to this machine")
            }
            addresses[address.role] = base
            if base == address.standard { backups[base] = address.backup }
        }
        self.init(
            addresses: addresses, main: main, key: identity.key(in: environment),
            callbackSecrets: Self.secrets(identity, environment), client: client)
        self.backups = backups
    }

    /// Leads every address to a stand-in, and shows it no key.
    package init(
        _ identity: ProviderIdentity, standIn base: String, environment: [String: String] = [:],
        client: HTTPClient
    ) {
        let places = identity.addresses.map { ($0.role, base + $0.standInPath) }
        self.init(
            addresses: Dictionary(places, uniquingKeysWith: { first, _ in first }),
            main: base + (identity.addresses.first?.standInPath ?? ""), key: nil,
            callbackSecrets: Self.secrets(identity, environment), client: client)
    }

    private init(
        addresses: [String: String], main: String, key: (text: String, variables: [String])?,
        callbackSecrets: [String], client: HTTPClient
    ) {
        self.addresses = addresses
        self.main = main
        isStandIn = isLoopback(main)
        self.key = key?.text
        keyVariables = key?.variables ?? []
        self.callbackSecrets = callbackSecrets
        self.client = client
    }

    /// Whether runs are bought at an address on this machine.
    package var leadsToThisMachine: Bool { isLoopback(main) }

    /// Asks an address on this machine whether a stand-in answers there: a gateway of the user's own
    /// may lead on to a provider that is paid.
    package mutating func askWhetherStandIn() async {
        // Whoever says that a mock or gateway of their own is there is believed.
        if allowsLoopback { isStandIn = false }
        guard isStandIn, var parts = URLComponents(string: main) else { return }
        parts.path = "/_stand-in/stats"
        let request = HTTPRequest(.get, parts.string ?? "", reach: .loopbackOnly)
        let answer = try? await client.send(request)
        let json = answer.flatMap { try? JSONValue(parsing: $0.body) }
        isStandIn = answer?.isSuccess == true && json?["submissions"]?.integer != nil
    }

    private static func secrets(
        _ identity: ProviderIdentity, _ environment: [String: String]
    ) -> [String] {
        let written = identity.callbackSecretVariable.flatMap { environment[$0] } ?? ""
        return written.split(separator: ",").map(String.init)
    }

    private static func completed(_ written: String) -> String {
        let whole = written.contains("://") ? written : "https://\(written)"
        return whole.hasSuffix("/") ? String(whole.dropLast()) : whole
    }
}
