/// Rewrites the packets of a clip so that their slices refer to its parameter sets by other ids.
///
/// Nothing is re-encoded: the pictures decode to identical samples.
package struct SliceRenumbering: Hashable, Sendable {
    private let lengthSize: Int
    private let sequences: [Int: SequenceParameterSet]
    private let pictures: [Int: PictureParameterSet]
    /// The new `pic_parameter_set_id` by the old one.
    private let newIDs: [Int: Int]
    /// The parameter sets as stored; copies of them in packets are removed.
    private let sets: Set<[UInt8]>

    init(_ configuration: AVCConfiguration, _ newIDs: [Int: Int]) {
        lengthSize = configuration.lengthSize
        self.newIDs = newIDs
        sequences = configuration.sequencesByID
        pictures = configuration.picturesByID
        sets = Set(configuration.sequenceParameterSets + configuration.pictureParameterSets)
    }

    /// The packet with new ids and lengths of four bytes; `nil` if it contains something that can't
    /// be rewritten.
    package func rewrite(_ packet: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(packet.count + 64)
        var units = NALUnits(packet, lengthSize: lengthSize)
        while let place = units.next() {
            guard let unit = rewrite(unit: Array(packet[place])) else { return nil }
            guard !unit.isEmpty else { continue }
            for shift in [24, 16, 8, 0] {
                result.append(UInt8(truncatingIfNeeded: unit.count >> shift))
            }
            result += unit
        }
        return units.isAtEnd ? result : nil
    }

    /// The rewritten unit; empty if it is to be removed, `nil` if it can't be rewritten.
    private func rewrite(unit: [UInt8]) -> [UInt8]? {
        switch unit[0] & 0x1F {
        case 1, 5: return rewrite(slice: unit)
        // Data partitions contain the id as well, at other positions.
        case 2, 3, 4: return nil
        case 6: return SEIMessages.withoutBufferingPeriods(unit)
        case 7, 8: return sets.contains(unit) ? [] : nil
        default: return unit
        }
    }

    private func rewrite(slice unit: [UInt8]) -> [UInt8]? {
        var reader = BitReader(unescaping: unit.dropFirst())
        guard let header = SliceHeader(&reader, header: unit[0], sequences, pictures),
            let id = newIDs[header.pictureSetID],
            let picture = pictures[header.pictureSetID]
        else { return nil }
        if id == header.pictureSetID { return unit }
        let bytes = reader.bytes
        var writer = BitWriter()
        writer.copy(bytes, from: 0, to: header.idBits.lowerBound)
        writer.golomb(id)
        writer.copy(bytes, from: header.idBits.upperBound, to: header.end)
        if picture.usesCABAC {
            // CABAC data is byte-aligned with one bits (7.3.4).
            writer.align(with: 1)
            writer.copy(bytes, from: (header.end + 7) / 8 * 8, to: bytes.count * 8)
        } else {
            writer.copy(bytes, from: header.end, to: reader.endOfPayload)
            writer.align(with: 0)
        }
        return [unit[0]] + writer.bytes.escaped()
    }
}
