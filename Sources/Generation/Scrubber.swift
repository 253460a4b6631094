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
        for word in keyWords { result = result.replacing(word, with: "[key]") }
        for secret in others where !secret.isEmpty {
            result = result.replacing(secret, with: "[secret]")
        }
        // The secrets of callbacks, ours and no provider's, look like this.
        result = result.replacing(/[0-9a-f]{64}/, with: "[secret]")
        return result.replacing(/(https?:\/\/[^\s?"'<>]*)\?[^\s"'<>]*/) { match in
            String(match.output.1)
        }
    }

    /// The key, and the secret half of one that has two.
    private var keyWords: [String] {
        guard let key, !key.isEmpty else { return [] }
        let secret = key.split(separator: ":", maxSplits: 1).dropFirst().first.map(String.init)
        return [key] + [secret].compactMap(\.self).filter { $0.count >= 8 }
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
