import DailiesDigest
package import Foundation

/// A JSON Web Token in its compact form, signed with HMAC-SHA256 (`HS256`).
///
/// Sources: RFC 7519; RFC 7515, 3.1 and 5.1; RFC 7518, 3.2.
package struct JSONWebToken: Sendable {
    private let header: Data
    private let claims: Data

    /// - Parameters:
    ///   - header: the JSON of the header.
    ///   - claims: the JSON of the claims.
    package init(header: Data, claims: Data) {
        self.header = header
        self.claims = claims
    }

    /// The header, the claims and the signature, each in base64url, joined by full stops.
    package func signed(with key: Data) -> String {
        let signed = "\(Self.base64URL(header)).\(Self.base64URL(claims))"
        let signature = HMACSHA256(key: key, data: Data(signed.utf8))
        return "\(signed).\(Self.base64URL(Data(signature.bytes)))"
    }

    /// Base64 with the alphabet for URLs and without padding (RFC 7515, 2).
    private static func base64URL(_ bytes: Data) -> String {
        bytes.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }
}
