internal import CDailiesFFmpeg

/// CRC-32 of ISO/IEC 3309, computed piece by piece.
package struct Checksum: Sendable {
    private var state: UInt32 = .max

    /// Makes the checksum of nothing.
    package init() {}

    /// Adds bytes.
    package mutating func add(_ bytes: [UInt8]) {
        guard let table = av_crc_get_table(AV_CRC_32_IEEE_LE) else { return }
        state = av_crc(table, state, bytes, bytes.count)
    }

    /// The checksum of all bytes that were added.
    package var value: UInt32 { ~state }
}
