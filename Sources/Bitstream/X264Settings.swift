/// The options that x264 was started with, which it writes into an SEI message of the first picture.
///
/// Source: ITU-T H.264, D.1.7 (unregistered user data); the text is in x264's own format.
package enum X264Settings {
    /// The UUID of x264's SEI message.
    private static let uuid: [UInt8] = [
        0xDC, 0x45, 0xE9, 0xBD, 0xE6, 0xD9, 0x48, 0xB7, 0x96, 0x2C, 0xD8, 0x20, 0xD9, 0x23, 0xEE,
        0xEF,
    ]
    private static let unregisteredData = 5

    /// The options by name, such as `ref` and `crf`; `nil` if the packet has no such message.
    package static func options(
        in packet: UnsafeBufferPointer<UInt8>, lengthSize: Int
    ) -> [String: String]? {
        var position = 0
        while position + lengthSize <= packet.count {
            let size = packet[position..<position + lengthSize].reduce(0) { $0 << 8 | Int($1) }
            let start = position + lengthSize
            guard size > 0, start + size <= packet.count else { return nil }
            position = start + size
            guard packet[start] & 0x1F == 6 else { continue }
            for message in SEIMessages.list(in: Array(packet[start..<position]))
            where message.type == unregisteredData && message.payload.starts(with: uuid) {
                return options(of: String(decoding: message.payload.dropFirst(16), as: UTF8.self))
            }
        }
        return nil
    }

    private static func options(of text: String) -> [String: String]? {
        let words = text.split(whereSeparator: { $0 == " " || $0 == "\0" })
        guard let begin = words.firstIndex(of: "options:") else { return nil }
        var options: [String: String] = [:]
        for word in words[(begin + 1)...] {
            let pair = word.split(separator: "=", maxSplits: 1)
            if pair.count == 2 { options[String(pair[0])] = String(pair[1]) }
        }
        return options
    }
}
