/// The decoder configuration of an H.265 track in MP4: the `hvcC` box.
///
/// Source: ISO/IEC 14496-15, 8.3.3.1.2 (HEVCDecoderConfigurationRecord).
package struct HEVCConfiguration: Hashable, Sendable {
    /// The size in bytes of the length in front of each NAL unit: 1, 2 or 4.
    package let lengthSize: Int
    /// The sequence parameter sets as stored, NAL header included.
    package let sequenceParameterSets: [[UInt8]]

    /// The profile, tier and level as the box states them (12 bytes).
    private let profile: [UInt8]
    /// Whether a parameter set isn't of the type under which the box lists it, or has no end.
    private let hasMalformedSets: Bool

    private static let sequenceParameterSetType: UInt8 = 33
    /// Video, sequence and picture parameter sets (ITU-T H.265, table 7-1).
    private static let parameterSetTypes: ClosedRange<UInt8> = 32...34

    /// Parses the payload of the box; `nil` if it is damaged or isn't an `hvcC` box.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count >= 23, bytes[0] == 1 else { return nil }
        lengthSize = Int(bytes[21] & 3) + 1
        // A length of three bytes is reserved.
        guard lengthSize != 3 else { return nil }
        var sets: [[UInt8]] = []
        var hasMalformedSets = false
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
                if Self.parameterSetTypes.contains(type) {
                    // The header states the type, layer 0 and sub-layer 0; the stop bit is set.
                    let unit = bytes[position..<position + size]
                    let isWhole =
                        unit.count > 2 && unit.prefix(2).elementsEqual([type << 1, 1])
                        && unit.last != 0
                    if !isWhole { hasMalformedSets = true }
                }
                if type == Self.sequenceParameterSetType {
                    sets.append(Array(bytes[position..<position + size]))
                }
                position += size
            }
        }
        sequenceParameterSets = sets
        profile = Array(bytes[1...12])
        self.hasMalformedSets = hasMalformedSets
    }

    /// What contradicts what in the configuration, as a clause; `nil` if nothing does.
    package var contradiction: String? {
        if hasMalformedSets { return "a parameter set has an invalid header or no end" }
        for set in sequenceParameterSets {
            guard Self.pictureSize(set) != nil else {
                return "a sequence parameter set can't be read"
            }
        }
        // Profile, tier and level follow three bytes: the header of the unit, and ids.
        let isStated = sequenceParameterSets.contains { set in
            BitReader(unescaping: set).bytes.dropFirst(3).starts(with: profile)
        }
        return isStated || sequenceParameterSets.isEmpty
            ? nil : "the profile or level differs from that in the sequence parameter sets"
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
