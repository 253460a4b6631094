import DailiesDigest
package import DailiesGeneration
package import Foundation

/// The callback addresses of a production: one for each run, which can't be guessed.
///
/// All addresses and secrets are derived from a key of the production, so that any process with
/// access to the production's folder can tell a valid address from a guessed one.
package struct CallbackAddresses: Sendable {
    /// The public URL of the receiver, without a slash at the end.
    private let publicURL: String
    private let key: Data

    package init(publicURL: String, key: Data) {
        self.publicURL = publicURL.hasSuffix("/") ? String(publicURL.dropLast()) : publicURL
        self.key = key
    }

    /// The address for one run, made from the provider's name and our own reference of the run.
    package func address(provider: String, reference: String) -> CallbackAddress {
        CallbackAddress(
            url: "\(publicURL)/\(provider)/\(reference)/\(token("path", provider, reference))",
            secret: token("secret", provider, reference))
    }

    /// The secret that belongs to an address; `nil` if the address isn't valid.
    ///
    /// - Parameter segments: the last three segments of the path.
    package func secret(for segments: some Collection<String>) -> String? {
        let segments = Array(segments)
        guard segments.count == 3 else { return nil }
        let expected = token("path", segments[0], segments[1])
        guard isEqualInConstantTime(expected.utf8, segments[2].utf8) else { return nil }
        return token("secret", segments[0], segments[1])
    }

    private func token(_ purpose: String, _ provider: String, _ reference: String) -> String {
        HMACSHA256(key: key, data: Data("\(purpose) \(provider) \(reference)".utf8)).hex
    }
}
