import DailiesJSON
package import Foundation

/// What authenticates an account at Kling: an API key, or a pair of an access key and a secret key
/// that signs a token for each request.
///
/// Source: Kling, *Authentication*: both are sent as a Bearer token. The token of a key pair has
/// the header `{alg: HS256, typ: JWT}` and the claims `iss` (the access key), `exp` (at most 30
/// minutes from now) and `nbf` (5 s ago).
package enum KlingCredential: Sendable {
    case apiKey(String)
    case keyPair(accessKey: String, secretKey: String)

    /// The variables that hold the credential.
    static let keyVariables = [["KLING_API_KEY"], keyPairVariables]
    private static let keyPairVariables = ["KLING_ACCESS_KEY", "KLING_SECRET_KEY"]

    /// The credential from the environment; `nil` for a stand-in, which needs none.
    package init?(_ access: ProviderAccess) {
        guard let key = access.key else { return nil }
        guard access.keyVariables == Self.keyPairVariables else {
            self = .apiKey(key)
            return
        }
        // Joined by a colon; an access key contains none.
        let parts = key.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        self = .keyPair(accessKey: parts[0], secretKey: parts[1])
    }

    /// The header fields of one request: a key pair's token is made anew for each, so that it never
    /// expires.
    package func headers(at now: Date) -> [String: String] {
        switch self {
        case .apiKey(let key): ["Authorization": "Bearer \(key)"]
        case .keyPair(let accessKey, let secretKey):
            ["Authorization": "Bearer \(Self.token(accessKey, secretKey, at: now))"]
        }
    }

    /// Seconds from now until a token expires, and since it became valid.
    private static let (lifetime, clockDifference) = (1800, 5)

    private static func token(_ accessKey: String, _ secretKey: String, at now: Date) -> String {
        let seconds = Int(now.timeIntervalSince1970)
        let header: JSONValue = ["alg": "HS256", "typ": "JWT"]
        let claims: JSONValue = [
            "iss": .string(accessKey), "exp": .integer(seconds + lifetime),
            "nbf": .integer(seconds - clockDifference),
        ]
        return JSONWebToken(header: header.canonicalBytes, claims: claims.canonicalBytes)
            .signed(with: Data(secretKey.utf8))
    }
}
