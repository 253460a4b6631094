/// Writes bits, most significant first.
struct BitWriter {
    private(set) var bytes: [UInt8] = []
    /// How many bits of the last byte are written; 0 means all eight.
    private var filled = 0

    mutating func put(_ value: Int, _ count: Int) {
        for place in (0..<count).reversed() {
            if filled == 0 { bytes.append(0) }
            let bit = UInt8(truncatingIfNeeded: value >> place & 1)
            bytes[bytes.count - 1] |= bit << UInt8(7 - filled)
            filled = (filled + 1) & 7
        }
    }

    /// An unsigned Exp-Golomb code, ue(v).
    mutating func golomb(_ value: Int) {
        let length = Int.bitWidth - (value + 1).leadingZeroBitCount
        put(0, length - 1)
        put(value + 1, length)
    }

    /// Copies the bits `start..<end` of `source`.
    mutating func copy(_ source: [UInt8], from start: Int, to end: Int) {
        var position = start
        // Eight bits at a time, shifted by the bit offsets of the source and of the last byte here.
        while position + 8 <= end {
            let shift = UInt16(position & 7)
            let index = position >> 3
            let pair =
                UInt16(source[index]) << 8
                | (shift == 0 ? 0 : UInt16(source[index + 1]))
            let byte = UInt8(truncatingIfNeeded: pair >> (8 - shift))
            if filled == 0 {
                bytes.append(byte)
            } else {
                bytes[bytes.count - 1] |= byte >> UInt8(filled)
                bytes.append(byte << UInt8(8 - filled))
            }
            position += 8
        }
        while position < end {
            put(Int(source[position >> 3] >> UInt8(7 - position & 7)) & 1, 1)
            position += 1
        }
    }

    /// Fills the rest of the last byte with ones or zeros.
    mutating func align(with bit: Int) {
        while filled != 0 { put(bit, 1) }
    }
}

extension [UInt8] {
    /// The bytes with emulation prevention bytes (ISO/IEC 14496-10, 7.4.1): a byte 3 is inserted
    /// wherever two zeros would be followed by a byte below 4.
    func escaped() -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(count + 8)
        var zeros = 0
        for byte in self {
            if zeros >= 2 && byte <= 3 {
                result.append(3)
                zeros = 0
            }
            zeros = byte == 0 ? zeros + 1 : 0
            result.append(byte)
        }
        // A NAL unit must not end in a zero byte.
        if last == 0 { result.append(3) }
        return result
    }
}
