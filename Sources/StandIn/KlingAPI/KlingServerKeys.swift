import DailiesHTTPServer
import DailiesJSON
import Foundation

/// Checks the credential of a request, as far as that is possible without knowing any key.
///
/// Sources: Kling, *Authentication*; the refusal of tokens by the newer protocol as observed.
enum KlingServerKeys {
    /// The longest time until a token expires, and how much clocks may differ, in seconds.
    private static let (lifetime, clockDifference) = (1800.0, 60.0)

    /// Accepts a request without a credential, one with an API key, and at v1 one with a token whose
    /// header and claims are as documented.
    static func check(
        _ request: ServerRequest, isV1: Bool, now: Date = Date()
    ) throws(KlingServerError) {
        guard let field = request.headers["authorization"] else { return }
        let words = field.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 2, words[0] == "Bearer", !words[1].isEmpty else {
            throw words.first == "Bearer" ? .noCredential : .invalidToken
        }
        let parts = words[1].split(separator: ".", omittingEmptySubsequences: false)
        // An API key has no full stops.
        guard parts.count > 1 else { return }
        guard isV1 else { throw .keyPairRefused }
        guard parts.count == 3, let header = json(parts[0]), let claims = json(parts[1]),
            header["alg"] == "HS256", header["typ"] == "JWT", bytes(parts[2])?.count == 32,
            let issuer = claims["iss"]?.text, !issuer.isEmpty,
            let expiry = claims["exp"]?.number, let start = claims["nbf"]?.number
        else { throw .invalidToken }
        let seconds = now.timeIntervalSince1970
        guard start <= seconds else { throw .tokenNotYetValid }
        guard expiry > seconds else { throw .tokenExpired }
        guard expiry <= seconds + lifetime + clockDifference else { throw .invalidToken }
    }

    private static func json(_ part: Substring) -> JSONValue? {
        bytes(part).flatMap { try? JSONValue(parsing: $0) }
    }

    /// Decodes base64url without padding.
    private static func bytes(_ part: Substring) -> Data? {
        guard !part.contains(where: { "+/=".contains($0) }) else { return nil }
        let base64 = part.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
        let padding = String(repeating: "=", count: (4 - base64.count % 4) % 4)
        return Data(base64Encoded: String(base64) + padding)
    }
}
