import DailiesDigest
import Foundation
import Testing

@Suite("HMAC-SHA256")
struct HMACTests {
    @Test(
        "matches the test vectors of RFC 4231",
        arguments: [
            (
                String(repeating: "0b", count: 20), "4869205468657265",
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
            ),
            (
                "4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
            ),
            (
                String(repeating: "aa", count: 20), String(repeating: "dd", count: 50),
                "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
            ),
            (
                String(repeating: "aa", count: 131),
                "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a"
                    + "65204b6579202d2048617368204b6579204669727374",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
            ),
        ])
    func vectors(_ key: String, _ data: String, _ expected: String) throws {
        let code = HMACSHA256(
            key: try #require(bytes(ofHexadecimal: key)),
            data: try #require(bytes(ofHexadecimal: data)))
        #expect(code.hex == expected)
        #expect(code.matches(hex: expected))
        #expect(code.matches(hex: expected.uppercased()))
        #expect(!code.matches(hex: String(expected.dropLast()) + "0"))
        #expect(!code.matches(hex: String(expected.dropLast(2))))
        #expect(!code.matches(hex: ""))
    }

    @Test("accepts an empty key and empty data")
    func empty() {
        #expect(
            HMACSHA256(key: Data(), data: Data()).hex
                == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }
}

@Suite("Hexadecimal")
struct HexadecimalTests {
    @Test("is parsed in either case; anything else is rejected")
    func reads() {
        #expect(bytes(ofHexadecimal: "00fFA0") == Data([0, 255, 160]))
        #expect(bytes(ofHexadecimal: "") == Data())
        for text in ["0", "0g", "+1", "é0", " 0"] { #expect(bytes(ofHexadecimal: text) == nil) }
        #expect(hexadecimal([0, 15, 16, 255]) == "000f10ff")
    }

    @Test("is different every time it is random")
    func random() {
        #expect(randomHexadecimal().count == 32)
        #expect(randomHexadecimal(byteCount: 32).count == 64)
        #expect(randomHexadecimal() != randomHexadecimal())
    }

    @Test("secrets are compared by content and length")
    func comparison() {
        #expect(isEqualInConstantTime("secret".utf8, "secret".utf8))
        #expect(!isEqualInConstantTime("secret".utf8, "Secret".utf8))
        #expect(!isEqualInConstantTime("secret".utf8, "secrets".utf8))
        #expect(isEqualInConstantTime("".utf8, "".utf8))
    }
}
