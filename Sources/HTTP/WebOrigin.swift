/// Scheme, host and port of an address: whom a key that is sent there is shown to.
package struct WebOrigin: Hashable, Sendable {
    private let text: String

    /// Takes an address apart as it will be when it is asked; `nil` for none that can be asked, and
    /// for one with a user's name in it.
    package init?(_ url: String) {
        guard let address = WebAddress(url), !address.hasUser else { return nil }
        text = address.origin
    }
}
