/// Reads bits, most significant first, from a raw byte sequence payload (RBSP).
///
/// The initialiser removes emulation prevention bytes (ISO/IEC 14496-10, 7.4.1). Every read past
/// the end returns `nil`, so that a damaged header can't be parsed but never traps.
struct BitReader {
    /// The payload without emulation prevention bytes.
    let bytes: [UInt8]
    /// The number of bits that have been read.
    private(set) var position = 0

    init(unescaping payload: some Collection<UInt8>) {
        var unescaped: [UInt8] = []
        unescaped.reserveCapacity(payload.count)
        var zeros = 0
        for byte in payload {
            if zeros >= 2 && byte == 3 {
                zeros = 0
                continue
            }
            zeros = byte == 0 ? zeros + 1 : 0
            unescaped.append(byte)
        }
        bytes = unescaped
    }

    /// The position in bits after the stop bit, which is the last bit that is set.
    var endOfPayload: Int {
        guard let last = bytes.lastIndex(where: { $0 != 0 }) else { return 0 }
        return last * 8 + 8 - bytes[last].trailingZeroBitCount
    }

    /// Whether exactly the stop bit and zeros follow, as at the end of a parameter set.
    var isAtStopBit: Bool { position + 1 == endOfPayload }

    mutating func bit() -> Int? { bits(1) }

    mutating func flag() -> Bool? { bits(1).map { $0 == 1 } }

    mutating func bits(_ count: Int) -> Int? {
        guard count <= 32, position + count <= bytes.count * 8 else { return nil }
        var value = 0
        for _ in 0..<count {
            value = value << 1 | Int(bytes[position >> 3] >> (7 - UInt8(position & 7)) & 1)
            position += 1
        }
        return value
    }

    /// An unsigned Exp-Golomb code, ue(v).
    mutating func unsignedGolomb() -> Int? {
        var zeros = 0
        while true {
            guard let bit = bit(), zeros <= 32 else { return nil }
            if bit == 1 { break }
            zeros += 1
        }
        guard zeros > 0 else { return 0 }
        guard zeros <= 31, let rest = bits(zeros) else { return nil }
        return (1 << zeros) - 1 + rest
    }

    /// A signed Exp-Golomb code, se(v).
    mutating func signedGolomb() -> Int? {
        unsignedGolomb().map { $0 & 1 == 1 ? ($0 + 1) / 2 : -($0 / 2) }
    }
}
