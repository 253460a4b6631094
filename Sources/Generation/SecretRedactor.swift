import DailiesJSON

/// Removes secrets from a provider's texts and JSON before they are shown or stored: the account's
/// key, callback secrets, and the queries of addresses, which may contain signatures.
struct SecretRedactor: Sendable {
    /// The account's key; `nil` if there is none.
    let key: String?
    /// Further secrets, such as those that callbacks are signed with.
    var otherSecrets: [String] = []

    /// Fields of our own requests that contain callback secrets, and that a provider may echo.
    private static let callbackFields: Set = [
        "webhook", "webhook_secret", "webhook_url", "callback_url",
    ]

    func redacted(_ text: String) -> String {
        var result = text
        for text in keyTexts { result = result.replacing(text, with: "[key]") }
        for secret in otherSecrets where !secret.isEmpty {
            result = result.replacing(secret, with: "[secret]")
        }
        // Every answer to a poll is redacted, and most contain no secret. Swift compiles a regular
        // expression at each use, which takes longer than the rest of a poll: a cheap search comes first.
        if result.contains("eyJ") {
            // JSON Web Tokens (RFC 7519), which are signed with the secret key.
            result = result.replacing(/eyJ[\w-]+\.[\w-]+\.[\w-]+/, with: "[key]")
        }
        if Self.hasLongNumber(result) {
            // The callback secrets that we generate: 64 hexadecimal digits.
            result = result.replacing(/[0-9a-f]{64}/, with: "[secret]")
        }
        guard result.utf8.contains(UInt8(ascii: "?")), result.contains("://") else { return result }
        return result.replacing(/(https?:\/\/[^\s?"'<>]*)\?[^\s"'<>]*/) { match in
            String(match.output.1)
        }
    }

    /// Whether a text contains 64 consecutive hexadecimal digits.
    private static func hasLongNumber(_ text: String) -> Bool {
        var count = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"):
                count += 1
            default: count = 0
            }
            if count == 64 { return true }
        }
        return false
    }

    /// The key, and the second half of a key of the form `id:secret` if it has 8 characters or
    /// more.
    private var keyTexts: [String] {
        guard let key, !key.isEmpty else { return [] }
        let secret = key.split(separator: ":", maxSplits: 1).dropFirst().first.map(String.init)
        return [key] + [secret].compactMap(\.self).filter { $0.count >= 8 }
    }

    func redacted(_ value: JSONValue) -> JSONValue {
        switch value {
        // An echoed data URI is large and carries no information.
        case .string(let text) where text.hasPrefix("data:"): .string("data:…")
        case .string(let text): .string(redacted(text))
        case .array(let list): .array(list.map { redacted($0) })
        case .object(let members):
            .object(
                members.filter { !Self.callbackFields.contains($0.key) }.mapValues { redacted($0) })
        default: value
        }
    }
}
