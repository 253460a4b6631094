/// Writes bits, most significant first, to make headers by hand.
struct BitWriter {
    private var bits: [Bool] = []

    mutating func put(_ value: Int, _ count: Int) {
        for place in (0..<count).reversed() { bits.append(value >> place & 1 == 1) }
    }

    /// An unsigned Exp-Golomb code.
    mutating func golomb(_ value: Int) {
        let length = Int.bitWidth - (value + 1).leadingZeroBitCount
        put(0, length - 1)
        put(value + 1, length)
    }

    /// The bytes, closed with a stop bit, with emulation prevention.
    var payload: [UInt8] {
        let closed = bits + [true]
        let raw = stride(from: 0, to: closed.count, by: 8).map { start in
            (0..<8).reduce(UInt8(0)) { byte, place in
                let isSet = start + place < closed.count && closed[start + place]
                return byte << 1 | (isSet ? 1 : 0)
            }
        }
        var escaped: [UInt8] = []
        for byte in raw {
            if byte <= 3, escaped.suffix(2) == [0, 0] { escaped.append(3) }
            escaped.append(byte)
        }
        return escaped
    }
}
