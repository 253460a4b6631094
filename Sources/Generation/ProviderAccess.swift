package import DailiesHTTP
import DailiesJSON
import Foundation

/// A provider's base addresses and credentials, read from the environment.
package struct ProviderAccess: Sendable {
    /// Base addresses by role, without a trailing slash.
    package let addresses: [String: String]
    /// The account's key; `nil` only for a stand-in, which needs none.
    package let key: String?
    /// The variables that the key was read from: some providers accept more than one kind of key.
    package let keyVariables: [String]
    /// The secrets that callbacks may be signed with: two during a rotation.
    package let callbackSecrets: [String]
    package let client: HTTPClient
    /// Waits before a request is repeated.
    package var pause: @Sendable (Duration) async throws -> Void = {
        try await Task.sleep(for: $0)
    }
    /// Base addresses of backup hosts, by the base address that they replace.
    package var backups: [String: String] = [:]
    /// Whether addresses in the provider's responses may lead to this machine, because the user
    /// runs a mock of the provider there.
    package var allowsLoopback = false
    /// The base address that runs are bought from.
    package let main: String
    /// Whether runs are bought from a stand-in on this machine, at no cost.
    ///
    /// For a loopback address it is `true` until `detectStandIn()` has checked.
    package private(set) var isStandIn: Bool

    /// An override of a base address that is neither https nor on this machine.
    package struct InvalidAddress: Error, CustomStringConvertible {
        package let description: String
    }

    /// Reads keys and overridden addresses from the environment.
    ///
    /// A bare host means https, as in the providers' own clients. If the main address is on this
    /// machine, the other addresses default to it too, so that a rehearsal contacts no other host.
    ///
    /// - Parameter allowsLoopback: whether the user states that a mock or gateway of their own is at a
    ///   main address on this machine; it then counts as paid. Answers of a provider elsewhere may not
    ///   lead to this machine.
    /// - Throws: `InvalidAddress` if the key would be sent unencrypted to another machine.
    package init(
        _ identity: ProviderIdentity, environment: [String: String], client: HTTPClient,
        allowsLoopback: Bool = false
    ) throws(InvalidAddress) {
        var addresses: [String: String] = [:]
        var backups: [String: String] = [:]
        var main = ""
        for (index, address) in identity.addresses.enumerated() {
            let written = environment[address.variable].flatMap { $0.isEmpty ? nil : $0 }
            var base = written.map(Self.normalized) ?? address.defaultURL
            if index == 0 {
                main = base
            } else if written == nil, isLoopback(main) {
                base = main + address.standInPath
            }
            guard WebOrigin(base) != nil, !base.contains("?"), !base.contains("#") else {
                throw InvalidAddress(
                    description: "\(address.variable) is \"\(base)\", which is no address of a "
                        + "server: write a host, or https://host")
            }
            guard isLoopback(base) || base.lowercased().hasPrefix("https://") else {
                throw InvalidAddress(
                    description: "\(address.variable) must begin with https://, so that the key "
                        + "is sent encrypted, or be an address on this machine")
            }
            addresses[address.role] = base
            if base == address.defaultURL { backups[base] = address.backupURL }
        }
        self.init(
            addresses: addresses, main: main, key: identity.key(in: environment),
            callbackSecrets: Self.secrets(identity, environment), client: client)
        self.backups = backups
        self.allowsLoopback = allowsLoopback && isLocal
        if self.allowsLoopback { isStandIn = false }
    }

    /// Directs every address to a stand-in, without a key.
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

    /// Whether the base address that runs are bought from is on this machine.
    package var isLocal: Bool { isLoopback(main) }

    /// Checks whether a stand-in listens at an address on this machine: it may also be the user's
    /// gateway to a paid provider.
    package mutating func detectStandIn() async {
        // The user states that their own mock or gateway listens there.
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

    private static func normalized(_ written: String) -> String {
        let whole = written.contains("://") ? written : "https://\(written)"
        return whole.hasSuffix("/") ? String(whole.dropLast()) : whole
    }
}
