import DailiesJSON

/// Takes secrets out of words that come from a provider before anything shows or keeps them: the
/// account's key, the callbacks' secrets, and the queries of addresses, which may be signatures.
struct Scrubber: Sendable {
    /// The account's key; `nil` where there is none.
    let key: String?
    /// Other secrets.
    var others: [String] = []

    /// What we gave for callbacks, and what an echo would tell everybody.
    private static let ours: Set = ["webhook_secret", "webhook_url", "callback_url"]

    func text(_ text: String) -> String {
        var result = text
        if let key, !key.isEmpty { result = result.replacing(key, with: "[key]") }
        for secret in others where !secret.isEmpty {
            result = result.replacing(secret, with: "[secret]")
        }
        return result.replacing(/(https?:\/\/[^\s?"'<>]*)\?[^\s"'<>]*/) { match in
            String(match.output.1)
        }
    }

    func json(_ value: JSONValue) -> JSONValue {
        switch value {
        // A picture that was sent along and is echoed tells nothing.
        case .string(let text) where text.hasPrefix("data:"): .string("data:…")
        case .string(let text): .string(self.text(text))
        case .array(let list): .array(list.map(json))
        case .object(let members):
            .object(members.filter { !Self.ours.contains($0.key) }.mapValues(json))
        default: value
        }
    }
}
