import DailiesDigest
import Foundation
import Testing

/// SHA-256 by the examples of FIPS 180-4.
struct SHA256Tests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func digestsEqualTheStandardsExamples(text: String, hex: String) {
        #expect(SHA256Digest(of: Data(text.utf8)).hex == hex)
    }

    @Test func aDigestComputedInPiecesIsTheSame() {
        let bytes = Data((0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        var hasher = SHA256Hasher()
        var rest = bytes[...]
        for size in [0, 1, 63, 64, 65, 4096, 9999] {
            rest.prefix(size).withUnsafeBytes { hasher.update($0) }
            rest = rest.dropFirst(size)
        }
        #expect(hasher.finish() == SHA256Digest(of: bytes))
    }
}
