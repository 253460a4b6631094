/// Scheme, host and port of a URL: the server that receives a key sent there.
package struct WebOrigin: Hashable, Sendable {
    private let text: String

    /// Parses a URL in the same way as a transfer does; `nil` if it is invalid or contains
    /// credentials.
    package init?(_ url: String) {
        guard let address = WebAddress(url), !address.hasCredentials else { return nil }
        text = address.origin
    }
}
