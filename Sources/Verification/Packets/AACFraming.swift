import DailiesMedia

/// Checks the first and last bits of AAC packets, without decoding them.
///
/// Source: ISO/IEC 14496-3, 4.4.2.1: a raw data block is a sequence of elements, each preceded by a
/// 3-bit type, and ends with type 7 (END) and less than a byte of padding.
struct AACFraming: Sendable {
    private static let endKind: UInt16 = 7
    /// The element types that may come first: one channel or a pair, preceded by data,
    /// configuration or fill elements.
    private let firstKinds: Set<UInt8>

    /// Supports AAC with one or two channels; `nil` for everything else.
    init?(_ stream: StreamInfo) {
        guard stream.codec == "aac", !stream.isEncrypted, (1...2).contains(stream.channels) else {
            return nil
        }
        firstKinds = stream.channels == 1 ? [0, 4, 5, 6, 7] : [0, 1, 4, 5, 6, 7]
    }

    /// Whether both the beginning and the end of a packet are invalid.
    ///
    /// Some encoders write only one of them in an unusual way.
    func isMalformed(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count >= 2, let first = bytes.first else { return false }
        let tail = UInt16(bytes[bytes.count - 2]) << 8 | UInt16(bytes[bytes.count - 1])
        if first == 0 && tail == 0 { return true }
        let padding = UInt16(tail.trailingZeroBitCount)
        let hasEndElement = padding < 8 && tail >> padding & 7 == Self.endKind
        return !firstKinds.contains(first >> 5) && !hasEndElement
    }
}
