internal import CDailiesSodium
package import Foundation

/// Signatures over the curve Ed25519 (RFC 8032).
package enum Ed25519 {
    /// Bytes of a public key.
    package static let publicKeyLength = 32
    /// Bytes of a signature.
    package static let signatureLength = 64

    /// Whether a signature over a message was made with the secret that belongs to a public key.
    package static func verify(signature: Data, message: Data, publicKey: Data) -> Bool {
        guard signature.count == signatureLength, publicKey.count == publicKeyLength else {
            return false
        }
        return crypto_sign_verify_detached(
            [UInt8](signature), [UInt8](message), UInt64(message.count), [UInt8](publicKey)) == 0
    }

    /// A secret that signs, with the public key to check it.
    package struct KeyPair: Sendable {
        /// What others need to check signatures.
        package let publicKey: Data
        private let secret: [UInt8]

        /// The pair that belongs to a seed of 32 bytes; `nil` for any other length.
        package init?(seed: Data) {
            guard seed.count == Int(crypto_sign_seedbytes()) else { return nil }
            var open = [UInt8](repeating: 0, count: Int(crypto_sign_publickeybytes()))
            var secret = [UInt8](repeating: 0, count: Int(crypto_sign_secretkeybytes()))
            crypto_sign_seed_keypair(&open, &secret, [UInt8](seed))
            publicKey = Data(open)
            self.secret = secret
        }

        /// Draws a fresh pair.
        package init() {
            var open = [UInt8](repeating: 0, count: Int(crypto_sign_publickeybytes()))
            var secret = [UInt8](repeating: 0, count: Int(crypto_sign_secretkeybytes()))
            // The chance that the pair is drawn by needs the library to be set up.
            _ = sodium_init()
            crypto_sign_keypair(&open, &secret)
            publicKey = Data(open)
            self.secret = secret
        }

        /// The signature of a message, 64 bytes.
        package func signature(of message: Data) -> Data {
            var signature = [UInt8](repeating: 0, count: signatureLength)
            crypto_sign_detached(
                &signature, nil, [UInt8](message), UInt64(message.count), secret)
            return Data(signature)
        }
    }
}
