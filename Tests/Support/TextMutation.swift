package import Foundation

/// Random damage to a text, such as JSON; the same generator state always gives the same damage.
package enum TextMutation {
    private static let tokens = [
        "null", "-1", "1e999", "99999999999999999999", "0.1", "\"", "{", "}", "[", "]", ",", ":",
        "\\", "\\ud800", "\\u0000", "true", "\"\"", "{}", "[[[[", "\u{202E}", "\u{0}", "é", "\n",
        "file:///etc/passwd", "../../x", "%00", "http://[::1]/", "2026-13-45T99:99:99Z",
    ].map { Data($0.utf8) }

    /// The text with one to four changes: bytes flipped, removed, repeated or exchanged, tokens put in,
    /// the end cut off.
    package static func apply(to text: Data, _ generator: inout SeededGenerator) -> Data {
        var bytes = [UInt8](text)
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let start = Int.random(in: 0...bytes.count, using: &generator)
            let end = min(bytes.count, start + Int.random(in: 0...12, using: &generator))
            switch Int.random(in: 0..<6, using: &generator) {
            case 0 where start < bytes.count:
                bytes[start] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 1: bytes.removeSubrange(start..<end)
            case 2: bytes.insert(contentsOf: bytes[start..<end], at: end)
            case 3:
                let other = Int.random(in: 0...bytes.count, using: &generator)
                bytes.insert(contentsOf: bytes[start..<end], at: other)
            case 4:
                let token = tokens.randomElement(using: &generator) ?? Data()
                bytes.replaceSubrange(start..<end, with: token)
            default:
                if Int.random(in: 0..<8, using: &generator) == 0 { bytes = Array(bytes[..<start]) }
            }
        }
        return Data(bytes)
    }
}
