/// A digest of a sequence of packets, to check whether a file contains what was written.
///
/// It detects mistakes and failing disks, not manipulation, and is as fast as memory.
struct PacketDigest: Hashable, Sendable {
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    private(set) var count = 0

    mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
        count += 1
        mix(UInt64(bytes.count))
        let raw = UnsafeRawBufferPointer(bytes)
        // Four independent states, so that the processor multiplies for several words at once.
        var (first, second, third, fourth) = (state, state &+ 1, state &+ 2, state &+ 3)
        var offset = 0
        while offset + 32 <= raw.count {
            Self.mix(raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self), into: &first)
            Self.mix(raw.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self), into: &second)
            Self.mix(raw.loadUnaligned(fromByteOffset: offset + 16, as: UInt64.self), into: &third)
            Self.mix(raw.loadUnaligned(fromByteOffset: offset + 24, as: UInt64.self), into: &fourth)
            offset += 32
        }
        for word in [first, second, third, fourth] { mix(word) }
        for rest in offset..<raw.count { mix(UInt64(raw[rest])) }
    }

    private mutating func mix(_ word: UInt64) { Self.mix(word, into: &state) }

    private static func mix(_ word: UInt64, into state: inout UInt64) {
        state = (state ^ word) &* 0x9FB2_1C65_1E98_DF25
        state ^= state >> 29
    }
}

extension PacketDigest: CustomStringConvertible {
    var description: String { "\(String(state, radix: 16)) of \(count) packets" }
}
