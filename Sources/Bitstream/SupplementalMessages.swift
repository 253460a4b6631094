/// The supplemental messages (SEI) of one H.264 unit.
///
/// Source: ITU-T H.264, 7.3.2.3.1 and D.1: kind and size are rows of 255 and a last byte.
enum SupplementalMessages {
    /// The kind of message that names a sequence parameter set.
    private static let bufferingPeriod = 0

    /// One message: its kind, its content, and its bytes with both numbers in front.
    struct Message {
        let kind: Int
        let content: ArraySlice<UInt8>
        let whole: ArraySlice<UInt8>
    }

    /// All messages of a unit; those in front of the first that can't be read.
    static func list(in unit: [UInt8]) -> [Message] { read(unit).messages }

    /// The unit without buffering periods, which no player of files needs.
    ///
    /// Empty where nothing is left, `nil` where it can't be read.
    static func withoutBufferingPeriods(_ unit: [UInt8]) -> [UInt8]? {
        let (messages, isWhole) = read(unit)
        guard isWhole else { return nil }
        let kept = messages.filter { $0.kind != bufferingPeriod }
        guard kept.count < messages.count else { return unit }
        return kept.isEmpty ? [] : [unit[0]] + (kept.flatMap(\.whole) + [0x80]).escaped()
    }

    private static func read(_ unit: [UInt8]) -> (messages: [Message], isWhole: Bool) {
        let bytes = BitReader(unescaping: unit.dropFirst()).bytes
        var messages: [Message] = []
        var position = 0
        // The last byte holds the stop bit.
        while position + 2 < bytes.count {
            let start = position
            guard let kind = number(bytes, &position), let size = number(bytes, &position),
                position + size <= bytes.count
            else { return (messages, false) }
            let content = bytes[position..<position + size]
            position += size
            messages.append(Message(kind: kind, content: content, whole: bytes[start..<position]))
        }
        return (messages, true)
    }

    private static func number(_ bytes: [UInt8], _ position: inout Int) -> Int? {
        var value = 0
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            value += Int(byte)
            if byte < 255 { return value }
        }
        return nil
    }
}
