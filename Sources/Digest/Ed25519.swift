internal import CDailiesSodium
package import Foundation

/// Ed25519 signatures (RFC 8032).
package enum Ed25519 {
    /// The size of a public key in bytes.
    package static let publicKeyLength = 32
    /// The size of a signature in bytes.
    package static let signatureLength = 64

    /// Whether a message's signature was made with the secret key that belongs to a public key.
    package static func verify(signature: Data, message: Data, publicKey: Data) -> Bool {
        guard signature.count == signatureLength, publicKey.count == publicKeyLength else {
            return false
        }
        return crypto_sign_verify_detached(
            [UInt8](signature), [UInt8](message), UInt64(message.count), [UInt8](publicKey)) == 0
    }

    /// A secret key and the public key that belongs to it.
    package struct KeyPair: Sendable {
        /// The key for verifying signatures.
        package let publicKey: Data
        private let secret: [UInt8]

        /// Derives the pair from a seed of 32 bytes; `nil` for any other length.
        package init?(seed: Data) {
            guard seed.count == Int(crypto_sign_seedbytes()) else { return nil }
            var publicBytes = [UInt8](repeating: 0, count: Int(crypto_sign_publickeybytes()))
            var secret = [UInt8](repeating: 0, count: Int(crypto_sign_secretkeybytes()))
            crypto_sign_seed_keypair(&publicBytes, &secret, [UInt8](seed))
            publicKey = Data(publicBytes)
            self.secret = secret
        }

        /// Generates a random pair.
        package init() {
            var publicBytes = [UInt8](repeating: 0, count: Int(crypto_sign_publickeybytes()))
            var secret = [UInt8](repeating: 0, count: Int(crypto_sign_secretkeybytes()))
            // libsodium's random number generator must be initialised first.
            _ = sodium_init()
            crypto_sign_keypair(&publicBytes, &secret)
            publicKey = Data(publicBytes)
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
