/// The decoder configuration of an H.264 track in MP4: the `avcC` box.
///
/// Source: ISO/IEC 14496-15, 5.3.3.1 (AVCDecoderConfigurationRecord).
package struct AVCConfiguration: Hashable, Sendable {
    /// `profile_idc`, such as 100 for High.
    package let profile: Int
    /// The constraint flags that belong to the profile.
    let compatibility: Int
    /// `level_idc`, ten times the level: 41 is level 4.1.
    package let level: Int
    /// The size in bytes of the length in front of each NAL unit: 1, 2 or 4.
    package let lengthSize: Int
    /// The sequence parameter sets as stored, NAL header included.
    package let sequenceParameterSets: [[UInt8]]
    /// The picture parameter sets as stored, NAL header included.
    package let pictureParameterSets: [[UInt8]]

    /// Parses the payload of the box; `nil` if it is damaged or isn't an `avcC` box.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count >= 7, bytes[0] == 1 else { return nil }
        profile = Int(bytes[1])
        compatibility = Int(bytes[2])
        level = Int(bytes[3])
        lengthSize = Int(bytes[4] & 3) + 1
        // A length of three bytes is reserved.
        guard lengthSize != 3 else { return nil }
        var position = 6
        func sets(_ count: Int) -> [[UInt8]]? {
            var list: [[UInt8]] = []
            for _ in 0..<count {
                guard position + 2 <= bytes.count else { return nil }
                let size = Int(bytes[position]) << 8 | Int(bytes[position + 1])
                position += 2
                guard size > 0, position + size <= bytes.count else { return nil }
                list.append(Array(bytes[position..<position + size]))
                position += size
            }
            return list
        }
        guard let sequence = sets(Int(bytes[5] & 31)), position < bytes.count else { return nil }
        let pictureCount = Int(bytes[position])
        position += 1
        guard let picture = sets(pictureCount) else { return nil }
        sequenceParameterSets = sequence
        pictureParameterSets = picture
    }

    /// Whether every parameter set can be parsed.
    ///
    /// A set that can't be parsed would damage the pictures of other clips in the same track.
    package var isReadable: Bool {
        !sequenceParameterSets.isEmpty && !pictureParameterSets.isEmpty
            && sequenceParameterSets.allSatisfy { SequenceParameterSet(nalUnit: $0) != nil }
            && pictureParameterSets.allSatisfy { PictureParameterSet(nalUnit: $0) != nil }
    }

    /// What contradicts what in the configuration, as a clause; `nil` if nothing does.
    ///
    /// Decoders accept many damaged sets and show wrong pictures.
    package var contradiction: String? {
        let sequences = sequenceParameterSets.compactMap { SequenceParameterSet(nalUnit: $0) }
        let pictures = pictureParameterSets.compactMap { PictureParameterSet(nalUnit: $0) }
        let stated = [profile, compatibility, level].map { UInt8(truncatingIfNeeded: $0) }
        if !sequenceParameterSets.contains(where: { $0.dropFirst().starts(with: stated) }) {
            return "the profile or level differs from that in the sequence parameter sets"
        }
        if sequences.contains(where: { !$0.isPlausible }) {
            return "a sequence parameter set has impossible values"
        }
        if pictures.contains(where: { !$0.isPlausible }) {
            return "a picture parameter set has impossible values"
        }
        let ids = Set(sequences.map(\.id))
        if pictures.contains(where: { !ids.contains($0.sequenceID) }) {
            return "a picture parameter set belongs to no sequence parameter set"
        }
        return nil
    }

    /// Collects the parameter sets of an encoder's header, each preceded by a length of four bytes.
    package init?(lengthPrefixed units: [UInt8]) {
        var sequence: [[UInt8]] = []
        var picture: [[UInt8]] = []
        var rest = units[...]
        while rest.count > 4 {
            let size = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(4)
            guard size > 0, size <= rest.count, let header = rest.first else { return nil }
            switch header & 0x1F {
            case 7: sequence.append(Array(rest.prefix(size)))
            case 8: picture.append(Array(rest.prefix(size)))
            default: break
            }
            rest = rest.dropFirst(size)
        }
        guard let first = sequence.first, first.count > 3, !picture.isEmpty else { return nil }
        profile = Int(first[1])
        compatibility = Int(first[2])
        level = Int(first[3])
        lengthSize = 4
        sequenceParameterSets = sequence
        pictureParameterSets = picture
    }

    /// The sequence parameter sets that can be parsed, by id; the first one of each id counts.
    var sequencesByID: [Int: SequenceParameterSet] {
        Dictionary(
            sequenceParameterSets.compactMap { SequenceParameterSet(nalUnit: $0) }
                .map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The picture parameter sets that can be parsed, by id; the first one of each id counts.
    var picturesByID: [Int: PictureParameterSet] {
        Dictionary(
            pictureParameterSets.compactMap { PictureParameterSet(nalUnit: $0) }
                .map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The first sequence parameter set, parsed; `nil` if there is none or it is damaged.
    package var firstSequence: SequenceParameterSet? {
        sequenceParameterSets.first.flatMap { SequenceParameterSet(nalUnit: $0) }
    }
}
