/// The display order of H.264 pictures, read from their slice headers.
///
/// Source: ITU-T H.264, 7.3.3 and 8.2.1 (picture order count).
package struct PictureOrder: Sendable {
    private let lengthSize: Int
    private let sequences: [Int: SequenceParameterSet]
    private let pictures: [Int: PictureParameterSet]
    /// The order count of the reference picture before, split at `MaxPicOrderCntLsb`.
    private var previous = (high: 0, low: 0)

    /// Reads the parameter sets of a configuration.
    package init(_ configuration: AVCConfiguration) {
        lengthSize = configuration.lengthSize
        sequences = configuration.sequencesByID
        pictures = configuration.picturesByID
    }

    /// The place of a picture.
    package struct Place: Hashable, Sendable {
        /// Whether it is an IDR picture: it is displayed after all that are decoded before it.
        package let isIDR: Bool
        /// Its order count among the pictures since the last IDR picture; pictures are displayed in
        /// ascending order.
        package let count: Int
    }

    /// The place of the next packet's picture in decoding order; `nil` if its header doesn't
    /// contain it.
    package mutating func next(_ packet: UnsafeBufferPointer<UInt8>) -> Place? {
        for unit in NALUnits(packet, lengthSize: lengthSize) {
            let type = packet[unit.lowerBound] & 0x1F
            // 64 bytes are enough for the fields in front of the order count.
            if type == 1 || type == 5 { return place(Array(packet[unit.prefix(64)])) }
        }
        return nil
    }

    private mutating func place(_ slice: [UInt8]) -> Place? {
        var reader = BitReader(unescaping: slice.dropFirst())
        let isIDR = slice[0] & 0x1F == 5
        guard reader.unsignedGolomb() != nil, reader.unsignedGolomb() != nil,
            let id = reader.unsignedGolomb(),
            let format = pictures[id].flatMap({ sequences[$0.sequenceID] })?.slices,
            format.orderType == 0
        else { return nil }
        if format.hasSeparatePlanes, reader.bits(2) == nil { return nil }
        guard reader.bits(format.frameNumberBits) != nil else { return nil }
        if !format.hasFramesOnly {
            guard let isField = reader.flag(), !isField || reader.flag() != nil else { return nil }
        }
        if isIDR, reader.unsignedGolomb() == nil { return nil }
        guard let low = reader.bits(format.orderBits) else { return nil }
        if isIDR { previous = (0, 0) }
        let range = 1 << format.orderBits
        var high = previous.high
        if low < previous.low, previous.low - low >= range / 2 {
            high += range
        } else if low > previous.low, low - previous.low > range / 2 {
            high -= range
        }
        if slice[0] & 0x60 != 0 { previous = (high, low) }
        return Place(isIDR: isIDR, count: high + low)
    }
}
