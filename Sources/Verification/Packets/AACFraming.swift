import DailiesMedia

/// How the blocks of an AAC soundtrack are made: enough to see that one isn't what it says.
///
/// Source: ISO/IEC 14496-3, 4.4.2.1: a raw data block is a row of elements, each behind three bits
/// of kind, and ends with kind 7 and less than a byte of padding.
struct AACFraming: Sendable {
    private static let endKind: UInt16 = 7
    /// The kinds that can open a block: one channel or a pair, and data, configuration or filling
    /// in front of either.
    private let firstKinds: Set<UInt8>

    /// Knows AAC of one or two channels; `nil` for everything else.
    init?(_ stream: StreamInfo) {
        guard stream.codec == "aac", !stream.isEncrypted, (1...2).contains(stream.channels) else {
            return nil
        }
        firstKinds = stream.channels == 1 ? [0, 4, 5, 6, 7] : [0, 1, 4, 5, 6, 7]
    }

    /// Whether a block begins and ends as none does; either alone is how odd encoders write.
    func isMalformed(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count >= 2, let first = bytes.first else { return false }
        let tail = UInt16(bytes[bytes.count - 2]) << 8 | UInt16(bytes[bytes.count - 1])
        if first == 0 && tail == 0 { return true }
        let padding = UInt16(tail.trailingZeroBitCount)
        let hasEndElement = padding < 8 && tail >> padding & 7 == Self.endKind
        return !firstKinds.contains(first >> 5) && !hasEndElement
    }
}
