import DailiesDigest
import DailiesJSON
import Foundation

/// Signs webhooks with Ed25519 as fal does, and publishes the key that verifies them.
struct FalServerSigner: Sendable {
    private let pair = Ed25519.KeyPair()
    private let forgingPair = Ed25519.KeyPair()
    private static let user = "stand-in-user"

    /// The public key as a JSON Web Key Set.
    var keys: JSONValue {
        let key = pair.publicKey.base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        return [
            "keys": [
                [
                    "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA",
                    "kid": "stand-in", "x": .string(key),
                ]
            ]
        ]
    }

    /// The headers with the signature of a body; a forged signature is made with another key.
    func headers(for body: Data, request: String, isForged: Bool) -> [String: String] {
        let timestamp = String(Int(Date().timeIntervalSince1970))
        let message = [request, Self.user, timestamp, SHA256Digest(of: body).hex]
            .joined(separator: "\n")
        let signature = (isForged ? forgingPair : pair).signature(of: Data(message.utf8))
        return [
            "Content-Type": "application/json",
            "X-Fal-Webhook-Request-Id": request,
            "X-Fal-Webhook-User-Id": Self.user,
            "X-Fal-Webhook-Timestamp": timestamp,
            "X-Fal-Webhook-Signature": hexadecimal(signature),
        ]
    }
}
