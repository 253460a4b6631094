/// A fault in the NAL units of one packet, found without decoding it.
///
/// In MP4 each unit follows its length (ISO/IEC 14496-15, 5.3.4.2), and emulation prevention
/// (ISO/IEC 14496-10, 7.4.1; ISO/IEC 23008-2, 7.4.2) keeps the byte triples 00 00 00, 00 00 01 and
/// 00 00 02 out of every unit: a wrong length or one such triple proves damage.
package struct NALFault: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// The lengths don't add up to the size of the packet.
        case lengths
        /// The bit that must be zero is set (`forbidden_zero_bit`).
        case forbiddenBit
        /// The packet contains no slice of a picture.
        case noSlice
        /// Bytes that can't occur inside a unit: a run of zeros, or foreign data.
        case impossibleBytes
        /// A start code separates two units that share one length.
        ///
        /// Some cameras write this, and decoders read it.
        case startCode
    }

    package let kind: Kind
    /// The offset in the packet in bytes.
    package let offset: Int
}

/// The result of scanning the NAL units of one packet.
package struct NALSurvey: Hashable, Sendable {
    /// The first fault; `nil` if there is none.
    package var fault: NALFault?
    /// Whether it contains only delimiters, end markers and filler data, and no picture.
    package var hasOnlyDelimiters = false
    /// The number of bytes in filler data units.
    package var fillerBytes = 0
}

/// A codec whose packets consist of NAL units.
package enum NALCodec: Hashable, Sendable {
    case h264
    case hevc

    /// Scans one packet, up to the first fault.
    ///
    /// - Parameter lengthSize: the size in bytes of the length in front of each unit: 1, 2 or 4.
    package func survey(
        _ packet: UnsafeBufferPointer<UInt8>, lengthSize: Int
    ) -> NALSurvey {
        var survey = NALSurvey()
        var hasSlice = false
        var hasOnlyDelimiters = !packet.isEmpty
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
            hasOnlyDelimiters = hasOnlyDelimiters && isDelimiter(type)
            if type == fillerType { survey.fillerBytes += size }
            var checked = start
            while isCoded(type), let offset = impossibleBytes(packet, checked, start + size) {
                guard isStartCode(packet, offset, start + size) else {
                    return faulty(.impossibleBytes, offset)
                }
                survey.fault = survey.fault ?? NALFault(kind: .startCode, offset: offset)
                hasSlice = hasSlice || isSlice(self.type(packet[offset + 4]))
                checked = offset + 4
            }
            position = start + size
        }
        survey.hasOnlyDelimiters = hasOnlyDelimiters
        return hasSlice || hasOnlyDelimiters ? survey : faulty(.noSlice, 0)
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

    /// Access unit delimiters, ends of a sequence or of the stream, and filler data.
    private func isDelimiter(_ type: Int) -> Bool {
        switch self {
        case .h264: (9...12).contains(type)
        case .hevc: (35...38).contains(type)
        }
    }

    /// The type of filler data, which keeps the bit rate constant.
    private var fillerType: Int { self == .h264 ? 12 : 38 }

    /// Types whose content is an RBSP; others may carry anything (Dolby Vision does).
    ///
    /// Cameras write a prefix unit (type 14) in front of each slice.
    private func isCoded(_ type: Int) -> Bool {
        switch self {
        case .h264: (1...8).contains(type) || type == 14
        case .hevc: type <= 35
        }
    }

    /// The first offset where two zeros are followed by a byte below 3.
    ///
    /// Zeros at the end of the unit are padding.
    private func impossibleBytes(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ unitEnd: Int
    ) -> Int? {
        var end = unitEnd
        while end > start, bytes[end - 1] == 0 { end -= 1 }
        let raw = UnsafeRawBufferPointer(bytes)
        /// Sets the high bit of each zero byte of a word. Bits above the first zero byte may be wrong.
        func zeros(_ offset: Int) -> UInt64 {
            let word = UInt64(
                littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            return (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
        }
        var index = start
        // Every such triple begins with a zero byte. Four words without one are skipped at once.
        while index + 8 <= end {
            if index + 32 <= end,
                zeros(index) | zeros(index + 8) | zeros(index + 16) | zeros(index + 24) == 0
            {
                index += 32
                continue
            }
            let marks = zeros(index)
            guard marks != 0 else {
                index += 8
                continue
            }
            let zero = index + marks.trailingZeroBitCount / 8
            if isImpossible(bytes, at: zero, end) { return zero }
            index = zero + 1
        }
        return (index..<max(index, end)).first { isImpossible(bytes, at: $0, end) }
    }

    /// Whether a start code of four bytes and the header of a unit are at an offset.
    private func isStartCode(
        _ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int, _ end: Int
    ) -> Bool {
        guard offset + 5 < end, bytes[offset..<offset + 4].elementsEqual([0, 0, 0, 1]) else {
            return false
        }
        let header = bytes[offset + 4]
        return header & 0x80 == 0 && (isCoded(type(header)) || isDelimiter(type(header)))
    }

    private func isImpossible(
        _ bytes: UnsafeBufferPointer<UInt8>, at index: Int, _ end: Int
    ) -> Bool {
        index + 2 < end && bytes[index] == 0 && bytes[index + 1] == 0 && bytes[index + 2] <= 2
    }
}
