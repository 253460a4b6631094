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

/// What looking through the NAL units of one packet has shown.
package struct NALSurvey: Hashable, Sendable {
    /// The first fault; `nil` where there is none.
    package var fault: NALFault?
    /// Whether it holds delimiters, ends and filling only, and no picture.
    package var hasOnlyMarks = false
    /// Bytes of units that only fill the packet.
    package var fillingBytes = 0
}

/// A codec whose packets are made of NAL units.
package enum NALCodec: Hashable, Sendable {
    case h264
    case hevc

    /// Looks through one packet, up to the first fault.
    ///
    /// - Parameter lengthSize: bytes of the length in front of each unit, 1, 2 or 4.
    package func survey(
        _ packet: UnsafeBufferPointer<UInt8>, lengthSize: Int
    ) -> NALSurvey {
        var survey = NALSurvey()
        var hasSlice = false
        var hasOnlyMarks = !packet.isEmpty
        var position = 0
        func faulty(_ kind: NALFault.Kind, _ offset: Int) -> NALSurvey {
            survey.fault = NALFault(kind: kind, offset: offset)
            return survey
        }
        while position < packet.count {
            guard position + lengthSize <= packet.count else { return faulty(.lengths, position) }
            let size = packet[position..<position + lengthSize].reduce(0) { $0 << 8 | Int($1) }
            let start = position + lengthSize
            guard size > 0, start + size <= packet.count else { return faulty(.lengths, position) }
            guard packet[start] & 0x80 == 0 else { return faulty(.forbiddenBit, start) }
            let type = type(packet[start])
            hasSlice = hasSlice || isSlice(type)
            hasOnlyMarks = hasOnlyMarks && marks(type)
            if type == fillingType { survey.fillingBytes += size }
            if isCoded(type), let offset = impossibleBytes(packet, start, start + size) {
                return faulty(.impossibleBytes, offset)
            }
            position = start + size
        }
        survey.hasOnlyMarks = hasOnlyMarks
        return hasSlice || hasOnlyMarks ? survey : faulty(.noSlice, 0)
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

    /// Delimiters, ends of a sequence or of the stream, and filling.
    private func marks(_ type: Int) -> Bool {
        switch self {
        case .h264: (9...12).contains(type)
        case .hevc: (35...38).contains(type)
        }
    }

    /// Filler data, which keeps a rate constant.
    private var fillingType: Int { self == .h264 ? 12 : 38 }

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
        let raw = UnsafeRawBufferPointer(bytes)
        var index = start
        // Eight bytes at a time: every such triple begins with a zero, and few words hold any.
        while index + 8 <= end {
            let word = UInt64(
                littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let zeros = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
            guard zeros != 0 else {
                index += 8
                continue
            }
            let zero = index + zeros.trailingZeroBitCount / 8
            if isImpossible(bytes, at: zero, end) { return zero }
            index = zero + 1
        }
        return (index..<max(index, end)).first { isImpossible(bytes, at: $0, end) }
    }

    private func isImpossible(
        _ bytes: UnsafeBufferPointer<UInt8>, at index: Int, _ end: Int
    ) -> Bool {
        index + 2 < end && bytes[index] == 0 && bytes[index + 1] == 0 && bytes[index + 2] <= 2
    }
}
