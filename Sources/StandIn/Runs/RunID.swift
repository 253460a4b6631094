import Foundation

/// Identifiers like Runflow's: UUIDs of version 7, which sort by their time of creation.
enum RunID {
    /// Makes a new identifier.
    static func make(at date: Date) -> String {
        let milliseconds = UInt64(max(date.timeIntervalSince1970, 0) * 1000)
        let high = milliseconds << 16 | 0x7000 | UInt64.random(in: 0...0xfff)
        let low = 1 << 63 | UInt64.random(in: 0..<1 << 62)
        let digits = [high, low].map { half in
            let text = String(half, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
        var groups: [Substring] = []
        var rest = digits[...]
        for length in [8, 4, 4, 4, 12] {
            groups.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        return groups.joined(separator: "-")
    }
}
