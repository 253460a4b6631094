import DailiesDigest
package import DailiesGeneration
package import Foundation

/// The addresses that providers call back, one for each run, which nobody guesses.
///
/// Everything is derived from one key of the production's own, so that another process that has the
/// production's folder can tell a good address from a guessed one.
package struct CallbackBook: Sendable {
    /// What providers see of us, without a slash at the end.
    private let publicURL: String
    private let key: Data

    package init(publicURL: String, key: Data) {
        self.publicURL = publicURL.hasSuffix("/") ? String(publicURL.dropLast()) : publicURL
        self.key = key
    }

    /// The address for one run, by the provider's name and our own reference.
    package func address(provider: String, reference: String) -> CallbackAddress {
        CallbackAddress(
            url: "\(publicURL)/\(provider)/\(reference)/\(token("path", provider, reference))",
            secret: token("secret", provider, reference))
    }

    /// The secret that belongs to an address; `nil` where the address is none of ours.
    ///
    /// - Parameter segments: the last three parts of the path.
    package func secret(for segments: some Collection<String>) -> String? {
        let segments = Array(segments)
        guard segments.count == 3 else { return nil }
        let expected = token("path", segments[0], segments[1])
        guard isEqualInConstantTime(expected.utf8, segments[2].utf8) else { return nil }
        return token("secret", segments[0], segments[1])
    }

    private func token(_ use: String, _ provider: String, _ reference: String) -> String {
        HMACSHA256(key: key, data: Data("\(use) \(provider) \(reference)".utf8)).hex
    }
}
