/// What is wrong with the NAL units of one packet, found without decoding it.
///
/// In MP4 each unit stands behind its length (ISO/IEC 14496-15, 5.3.4.2), and emulation prevention
/// (ISO/IEC 14496-10, 7.4.1; ISO/IEC 23008-2, 7.4.2) keeps the byte triples 00 00 00, 00 00 01 and
/// 00 00 02 out of every unit: a length that leads astray, or one such triple, proves damage.
package struct NALFault: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// The lengths don't add up to the packet.
        case lengths
        /// The bit that must be zero is set.
        case forbiddenBit
        /// The packet holds no picture.
        case noSlice
        /// Bytes that can't occur inside a unit: a hole of zeros, or foreign data.
        case impossibleBytes
    }

    package let kind: Kind
    /// Where in the packet it was found.
    package let offset: Int
}

/// A codec whose packets are made of NAL units.
package enum NALCodec: Hashable, Sendable {
    case h264
    case hevc

    /// Looks through one packet and returns the first fault; `nil` where there is none.
    ///
    /// - Parameter lengthSize: bytes of the length in front of each unit, 1, 2 or 4.
    package func firstFault(
        in packet: UnsafeBufferPointer<UInt8>, lengthSize: Int
    ) -> NALFault? {
        var position = 0
        var hasSlice = false
        while position < packet.count {
            guard position + lengthSize <= packet.count else {
                return NALFault(kind: .lengths, offset: position)
            }
            let size = packet[position..<position + lengthSize].reduce(0) { $0 << 8 | Int($1) }
            let start = position + lengthSize
            guard size > 0, start + size <= packet.count else {
                return NALFault(kind: .lengths, offset: position)
            }
            guard packet[start] & 0x80 == 0 else {
                return NALFault(kind: .forbiddenBit, offset: start)
            }
            let type = type(packet[start])
            hasSlice = hasSlice || isSlice(type)
            if isCoded(type), let offset = impossibleBytes(packet, start, start + size) {
                return NALFault(kind: .impossibleBytes, offset: offset)
            }
            position = start + size
        }
        return hasSlice ? nil : NALFault(kind: .noSlice, offset: 0)
    }

    private func type(_ header: UInt8) -> Int {
        switch self {
        case .h264: Int(header & 0x1F)
        case .hevc: Int(header >> 1 & 0x3F)
        }
    }

    private func isSlice(_ type: Int) -> Bool {
        switch self {
        case .h264: (1...5).contains(type)
        case .hevc: type <= 21
        }
    }

    /// Types whose content is a bitstream; the others may carry anything (Dolby Vision does).
    private func isCoded(_ type: Int) -> Bool {
        switch self {
        case .h264: (1...8).contains(type)
        case .hevc: type <= 35
        }
    }

    /// The first place where two zeros are followed by a byte below 3; zeros at the unit's very
    /// end are padding.
    private func impossibleBytes(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ unitEnd: Int
    ) -> Int? {
        var end = unitEnd
        while end > start, bytes[end - 1] == 0 { end -= 1 }
        var index = start + 2
        // The third byte decides: above 2 it can belong to no such triple, nor can the two that
        // begin with it.
        while index < end {
            if bytes[index] > 2 {
                index += 3
            } else if bytes[index - 1] == 0 && bytes[index - 2] == 0 {
                return index - 2
            } else {
                index += 1
            }
        }
        return nil
    }
}
