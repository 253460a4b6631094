internal import CDailiesSodium
package import Foundation

/// Bytes as lowercase hexadecimal.
package func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { byte in
        let text = String(byte, radix: 16)
        return byte < 16 ? "0" + text : text
    }.joined()
}

/// Parses hexadecimal digits of either case; `nil` for anything else.
package func bytes(ofHexadecimal text: String) -> Data? {
    let digits = text.utf8.map { UInt8($0) }
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes = Data(capacity: digits.count / 2)
    for index in stride(from: 0, to: digits.count, by: 2) {
        guard let high = value(ofDigit: digits[index]), let low = value(ofDigit: digits[index + 1])
        else { return nil }
        bytes.append(high << 4 | low)
    }
    return bytes
}

private func value(ofDigit digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
}

/// Whether two secrets are equal, compared in a time that doesn't depend on where they differ.
package func isEqualInConstantTime(_ first: some Sequence<UInt8>, _ second: some Sequence<UInt8>)
    -> Bool
{
    let (first, second) = (Array(first), Array(second))
    guard first.count == second.count else { return false }
    return sodium_memcmp(first, second, first.count) == 0
}

/// Random bytes as hexadecimal; 16 bytes or more can't be guessed.
package func randomHexadecimal(byteCount: Int = 16) -> String {
    var generator = SystemRandomNumberGenerator()
    return hexadecimal(
        (0..<byteCount).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
}
