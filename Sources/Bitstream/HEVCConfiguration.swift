/// The decoder configuration of an H.265 track in MP4: the `hvcC` box.
///
/// Source: ISO/IEC 14496-15, 8.3.3.1.2 (HEVCDecoderConfigurationRecord).
package struct HEVCConfiguration: Hashable, Sendable {
    /// The size in bytes of the length in front of each NAL unit: 1, 2 or 4.
    package let lengthSize: Int
    /// The sequence parameter sets as stored, NAL header included.
    package let sequenceParameterSets: [[UInt8]]

    private static let sequenceParameterSetType: UInt8 = 33

    /// Parses the payload of the box; `nil` if it is damaged or isn't an `hvcC` box.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count >= 23, bytes[0] == 1 else { return nil }
        lengthSize = Int(bytes[21] & 3) + 1
        // A length of three bytes is reserved.
        guard lengthSize != 3 else { return nil }
        var sets: [[UInt8]] = []
        var position = 23
        for _ in 0..<bytes[22] {
            guard position + 3 <= bytes.count else { return nil }
            let type = bytes[position] & 0x3F
            let count = Int(bytes[position + 1]) << 8 | Int(bytes[position + 2])
            position += 3
            for _ in 0..<count {
                guard position + 2 <= bytes.count else { return nil }
                let size = Int(bytes[position]) << 8 | Int(bytes[position + 1])
                position += 2
                guard position + size <= bytes.count else { return nil }
                if type == Self.sequenceParameterSetType {
                    sets.append(Array(bytes[position..<position + size]))
                }
                position += size
            }
        }
        sequenceParameterSets = sets
    }

    /// The size of the pictures in pixels, after cropping; `nil` if it can't be parsed.
    package var pictureSize: (width: Int, height: Int)? {
        sequenceParameterSets.first.flatMap(Self.pictureSize)
    }

    /// Parses a sequence parameter set up to the picture size.
    ///
    /// Source: ITU-T H.265, 7.3.2.2.1 and 7.3.3; 6.2 for the cropping units.
    private static func pictureSize(_ nalUnit: [UInt8]) -> (width: Int, height: Int)? {
        var reader = BitReader(unescaping: nalUnit.dropFirst(2))
        guard reader.bits(4) != nil, let layers = reader.bits(3), reader.flag() != nil,
            skipProfile(&reader, layers: layers), reader.unsignedGolomb() != nil,
            let chroma = reader.unsignedGolomb(), chroma <= 3
        else { return nil }
        if chroma == 3, reader.flag() == nil { return nil }
        guard var width = reader.unsignedGolomb(), var height = reader.unsignedGolomb(),
            let isCropped = reader.flag(), width < 1 << 16, height < 1 << 16
        else { return nil }
        if isCropped {
            guard let left = reader.unsignedGolomb(), let right = reader.unsignedGolomb(),
                let top = reader.unsignedGolomb(), let bottom = reader.unsignedGolomb(),
                max(left, right, top, bottom) < 1 << 16
            else { return nil }
            width -= (left + right) * (chroma == 1 || chroma == 2 ? 2 : 1)
            height -= (top + bottom) * (chroma == 1 ? 2 : 1)
        }
        return width > 0 && height > 0 ? (width, height) : nil
    }

    /// Skips profile, tier and level of the stream and of each sub-layer; `false` if the bits end.
    private static func skipProfile(_ reader: inout BitReader, layers: Int) -> Bool {
        guard skip(&reader, 88 + 8) else { return false }
        var present: [(profile: Bool, level: Bool)] = []
        for _ in 0..<layers {
            guard let profile = reader.flag(), let level = reader.flag() else { return false }
            present.append((profile, level))
        }
        if layers > 0, !skip(&reader, 2 * (8 - layers)) { return false }
        return present.allSatisfy { layer in
            skip(&reader, (layer.profile ? 88 : 0) + (layer.level ? 8 : 0))
        }
    }

    private static func skip(_ reader: inout BitReader, _ count: Int) -> Bool {
        for _ in 0..<count where reader.bit() == nil { return false }
        return true
    }
}
