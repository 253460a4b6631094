internal import CDailiesSodium
package import Foundation

/// A message authentication code of 32 bytes: HMAC (RFC 2104) with SHA-256.
package struct HMACSHA256: Sendable {
    /// The code's bytes.
    package let bytes: [UInt8]

    /// The code of `data` with a key of any length.
    package init(key: Data, data: Data) {
        var state = crypto_auth_hmacsha256_state()
        let (key, data) = ([UInt8](key), [UInt8](data))
        crypto_auth_hmacsha256_init(&state, key, key.count)
        crypto_auth_hmacsha256_update(&state, data, UInt64(data.count))
        var output = [UInt8](repeating: 0, count: Int(crypto_auth_hmacsha256_bytes()))
        crypto_auth_hmacsha256_final(&state, &output)
        bytes = output
    }

    /// Lowercase hexadecimal, 64 characters.
    package var hex: String { hexadecimal(bytes) }

    /// Whether hexadecimal text is this code, compared in constant time.
    package func matches(hex text: String) -> Bool {
        guard let claimed = DailiesDigest.bytes(ofHexadecimal: text) else { return false }
        return isEqualInConstantTime(bytes, claimed)
    }
}
