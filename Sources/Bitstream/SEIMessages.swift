/// Parses the supplemental enhancement information (SEI) messages of one H.264 NAL unit.
///
/// Source: ITU-T H.264, 7.3.2.3.1 and D.1: type and size are coded as any number of bytes 255 and a
/// last byte, which are added up.
enum SEIMessages {
    /// The payload type of buffering period messages, which refer to a sequence parameter set.
    private static let bufferingPeriod = 0

    /// One message: its payload type, its payload, and the whole message including type and size.
    struct Message {
        let type: Int
        let payload: ArraySlice<UInt8>
        let whole: ArraySlice<UInt8>
    }

    /// The messages of a unit, up to the first that can't be parsed.
    static func list(in unit: [UInt8]) -> [Message] { parse(unit).messages }

    /// The unit without buffering period messages, which players of files don't need.
    ///
    /// Empty if no message is left, `nil` if the unit can't be parsed.
    static func withoutBufferingPeriods(_ unit: [UInt8]) -> [UInt8]? {
        let (messages, isComplete) = parse(unit)
        guard isComplete else { return nil }
        let kept = messages.filter { $0.type != bufferingPeriod }
        guard kept.count < messages.count else { return unit }
        return kept.isEmpty ? [] : [unit[0]] + (kept.flatMap(\.whole) + [0x80]).escaped()
    }

    private static func parse(_ unit: [UInt8]) -> (messages: [Message], isComplete: Bool) {
        let bytes = BitReader(unescaping: unit.dropFirst()).bytes
        var messages: [Message] = []
        var position = 0
        // The last byte contains the stop bit.
        while position + 2 < bytes.count {
            let start = position
            guard let type = number(bytes, &position), let size = number(bytes, &position),
                position + size <= bytes.count
            else { return (messages, false) }
            let payload = bytes[position..<position + size]
            position += size
            messages.append(Message(type: type, payload: payload, whole: bytes[start..<position]))
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
