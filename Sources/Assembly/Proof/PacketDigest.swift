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
        let whole = raw.count / 8 * 8
        for offset in stride(from: 0, to: whole, by: 8) {
            mix(raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
        for offset in whole..<raw.count { mix(UInt64(raw[offset])) }
    }

    private mutating func mix(_ word: UInt64) {
        state = (state ^ word) &* 0x9FB2_1C65_1E98_DF25
        state ^= state >> 29
    }
}

extension PacketDigest: CustomStringConvertible {
    var description: String { "\(String(state, radix: 16)) of \(count) packets" }
}
