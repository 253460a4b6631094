import DailiesDigest
import Foundation
import Testing

/// Seed, public key, message and signature of RFC 8032, section 7.1.
private let rfcVectors = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    ),
]

@Suite("Ed25519")
struct Ed25519Tests {
    @Test("signs and verifies the test vectors of RFC 8032", arguments: rfcVectors)
    func rfc8032(_ seed: String, _ publicKey: String, _ text: String, _ expected: String) throws {
        let message = try #require(bytes(ofHexadecimal: text))
        let seedBytes = try #require(bytes(ofHexadecimal: seed))
        let pair = try #require(Ed25519.KeyPair(seed: seedBytes))
        #expect(hexadecimal(pair.publicKey) == publicKey)
        let signature = pair.signature(of: message)
        #expect(hexadecimal(signature) == expected)
        func isGood(_ signature: Data, _ message: Data, _ key: Data) -> Bool {
            Ed25519.verify(signature: signature, message: message, publicKey: key)
        }
        #expect(isGood(signature, message, pair.publicKey))
        #expect(!isGood(signature, message + [0], pair.publicKey))
        var damaged = signature
        damaged[3] ^= 1
        #expect(!isGood(damaged, message, pair.publicKey))
        #expect(!isGood(signature, message, Ed25519.KeyPair().publicKey))
    }

    @Test("rejects keys, signatures and seeds of the wrong length")
    func lengths() {
        let pair = Ed25519.KeyPair()
        let signature = pair.signature(of: Data())
        for count in [0, 31, 33] {
            #expect(
                !Ed25519.verify(
                    signature: signature, message: Data(),
                    publicKey: pair.publicKey.prefix(count) + Data(count: max(0, count - 32))))
            #expect(Ed25519.KeyPair(seed: Data(count: count)) == nil)
        }
        #expect(
            !Ed25519.verify(
                signature: signature.dropLast(), message: Data(), publicKey: pair.publicKey))
        // A slice's indices don't begin at 0.
        let slice = (Data([9]) + signature).dropFirst()
        #expect(Ed25519.verify(signature: slice, message: Data(), publicKey: pair.publicKey))
    }
}
