/// Rewrites a clip's packets so that their slices name its parameter sets by other numbers.
///
/// Nothing is coded anew: the pictures decode to the very same samples.
package struct SliceRenumbering: Hashable, Sendable {
    private let lengthSize: Int
    private let sequences: [Int: SequenceParameterSet]
    private let pictures: [Int: PictureParameterSet]
    private let numbers: [Int: Int]
    /// The sets as stored: they may stand in packets too, where they are left out.
    private let sets: Set<[UInt8]>

    init(_ configuration: AVCConfiguration, _ numbers: [Int: Int]) {
        lengthSize = configuration.lengthSize
        self.numbers = numbers
        sequences = Dictionary(
            configuration.sequenceParameterSets.compactMap { SequenceParameterSet(nalUnit: $0) }
                .map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        pictures = Dictionary(
            configuration.pictureParameterSets.compactMap { PictureParameterSet(nalUnit: $0) }
                .map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        sets = Set(configuration.sequenceParameterSets + configuration.pictureParameterSets)
    }

    /// The packet with other numbers and lengths of four bytes; `nil` where it holds something that
    /// can't be rewritten.
    package func rewrite(_ packet: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(packet.count + 64)
        var position = 0
        while position < packet.count {
            guard position + lengthSize <= packet.count else { return nil }
            let size = packet[position..<position + lengthSize].reduce(0) { $0 << 8 | Int($1) }
            let start = position + lengthSize
            guard size > 0, start + size <= packet.count else { return nil }
            position = start + size
            guard let unit = rewrite(unit: Array(packet[start..<position])) else { return nil }
            guard !unit.isEmpty else { continue }
            for shift in [24, 16, 8, 0] {
                result.append(UInt8(truncatingIfNeeded: unit.count >> shift))
            }
            result += unit
        }
        return result
    }

    /// The unit as it must be; empty where it is to be left out.
    private func rewrite(unit: [UInt8]) -> [UInt8]? {
        switch unit[0] & 0x1F {
        case 1, 5: return rewrite(slice: unit)
        // Data partitions carry the number as well, in other places.
        case 2, 3, 4: return nil
        case 6: return SupplementalMessages.withoutBufferingPeriods(unit)
        case 7, 8: return sets.contains(unit) ? [] : nil
        default: return unit
        }
    }

    private func rewrite(slice unit: [UInt8]) -> [UInt8]? {
        var reader = BitReader(unescaping: unit.dropFirst())
        guard let header = SliceHeader(&reader, header: unit[0], sequences, pictures),
            let number = numbers[header.pictureSetID],
            let picture = pictures[header.pictureSetID]
        else { return nil }
        if number == header.pictureSetID { return unit }
        let bytes = reader.bytes
        var writer = BitWriter()
        writer.copy(bytes, from: 0, to: header.idBits.lowerBound)
        writer.golomb(number)
        writer.copy(bytes, from: header.idBits.upperBound, to: header.end)
        if picture.isArithmetic {
            // CABAC data begins on a byte, behind ones (7.3.4).
            writer.align(with: 1)
            writer.copy(bytes, from: (header.end + 7) / 8 * 8, to: bytes.count * 8)
        } else {
            writer.copy(bytes, from: header.end, to: reader.endOfPayload)
            writer.align(with: 0)
        }
        return [unit[0]] + writer.bytes.escaped()
    }
}
