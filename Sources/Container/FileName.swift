/// File names of any bytes, as strings.
///
/// A name on Linux is a sequence of bytes, and a string holds only valid Unicode. Each byte that
/// isn't part of valid UTF-8 is a character from U+10FF80 on in the string, which no name uses.
package enum FileName {
    private static let base: UInt32 = 0x10FF00

    /// The string for a name's bytes.
    package static func text(of bytes: some Collection<UInt8>) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var text = ""
        var rest = Array(bytes)[...]
        while let first = rest.first {
            let length = first < 0x80 ? 1 : max(1, (~first).leadingZeroBitCount)
            if let character = String(validating: rest.prefix(length), as: UTF8.self) {
                text += character
                rest = rest.dropFirst(length)
            } else {
                if let scalar = UnicodeScalar(base + UInt32(first)) {
                    text.unicodeScalars.append(scalar)
                }
                rest = rest.dropFirst()
            }
        }
        return text
    }

    /// The bytes of a name.
    package static func bytes(of text: String) -> [UInt8] {
        text.unicodeScalars.flatMap { scalar in byte(scalar).map { [$0] } ?? Array(scalar.utf8) }
    }

    /// The byte that a character stands for; `nil` for every other character.
    package static func byte(_ scalar: UnicodeScalar) -> UInt8? {
        scalar.value >= base + 0x80 ? UInt8(scalar.value - base) : nil
    }
}

extension UnicodeScalar {
    fileprivate var utf8: String.UTF8View { String(self).utf8 }
}
