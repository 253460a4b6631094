/// The supplemental messages (SEI) of one H.264 unit.
///
/// Source: ITU-T H.264, 7.3.2.3.1 and D.1: kind and size are rows of 255 and a last byte.
enum SupplementalMessages {
    /// The kind of message that names a sequence parameter set.
    private static let bufferingPeriod = 0

    /// The unit without buffering periods, which no player of files needs.
    ///
    /// Empty where nothing is left, `nil` where it can't be read.
    static func withoutBufferingPeriods(_ unit: [UInt8]) -> [UInt8]? {
        let bytes = BitReader(unescaping: unit.dropFirst()).bytes
        var kept: [UInt8] = []
        var hasDropped = false
        var position = 0
        // The last byte holds the stop bit.
        while position + 2 < bytes.count {
            let start = position
            guard let kind = number(bytes, &position), let size = number(bytes, &position),
                position + size <= bytes.count
            else { return nil }
            position += size
            if kind == bufferingPeriod {
                hasDropped = true
            } else {
                kept += bytes[start..<position]
            }
        }
        guard hasDropped else { return unit }
        return kept.isEmpty ? [] : [unit[0]] + (kept + [0x80]).escaped()
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
