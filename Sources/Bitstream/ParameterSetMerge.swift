/// Merges the parameter sets of several H.264 clips under distinct ids, so that the pictures of all
/// clips can be copied into one track without re-encoding.
package struct ParameterSetMerge: Hashable, Sendable {
    private let base: AVCConfiguration
    private var sequences: [[UInt8]]
    private var pictures: [[UInt8]]
    private var level: Int

    /// Starts with the sets of the configuration that most pictures use; they keep their ids.
    package init(_ base: AVCConfiguration) {
        self.base = base
        sequences = base.sequenceParameterSets
        pictures = base.pictureParameterSets
        level = base.level
    }

    /// Adds the sets of a configuration.
    ///
    /// - Returns: how the packets of its clips must be rewritten; `nil` if they can be copied
    ///   unchanged.
    /// - Throws: `Refusal` if a set can't be parsed or there are too many.
    package mutating func add(_ other: AVCConfiguration) throws(Refusal) -> SliceRenumbering? {
        var sequenceIDs: [Int: Int] = [:]
        var pictureIDs: [Int: Int] = [:]
        var merged = self
        for set in other.sequenceParameterSets {
            guard let id = SequenceParameterSet(nalUnit: set)?.id else { throw .unreadable }
            sequenceIDs[id] = try Self.insert(into: &merged.sequences, limit: 32) { id in
                ParameterSetIDs.renumber(sequence: set, to: id)
            }
        }
        for set in other.pictureParameterSets {
            guard let parsed = PictureParameterSet(nalUnit: set),
                let sequence = sequenceIDs[parsed.sequenceID]
            else { throw .unreadable }
            pictureIDs[parsed.id] = try Self.insert(into: &merged.pictures, limit: 256) { id in
                ParameterSetIDs.renumber(picture: set, to: id, of: sequence)
            }
        }
        merged.level = max(level, other.level)
        self = merged
        let isUnchanged = pictureIDs.allSatisfy { $0.key == $0.value } && other.lengthSize == 4
        return isUnchanged ? nil : SliceRenumbering(other, pictureIDs)
    }

    /// Why the sets of a clip can't be added.
    package enum Refusal: Error, Hashable, Sendable {
        /// They are damaged or use a feature that isn't supported (slice groups).
        case unreadable
        /// There are more than a configuration can hold.
        case tooMany
    }

    /// Returns the id of an existing set with the same content, or adds the set under a free id.
    private static func insert(
        into list: inout [[UInt8]], limit: Int, renumbered: (Int) -> [UInt8]
    ) throws(Refusal) -> Int {
        let candidates = (0..<limit).map { (id: $0, bytes: renumbered($0)) }
        let known = Set(list)
        if let same = candidates.first(where: { known.contains($0.bytes) }) { return same.id }
        let used = Set(list.compactMap(ParameterSetIDs.id))
        guard let free = candidates.first(where: { !used.contains($0.id) }),
            list.count < limit - 1
        else { throw .tooMany }
        list.append(free.bytes)
        return free.id
    }

    // MARK: Decoder configuration record

    private static let profilesWithColour: Set<Int> = [100, 110, 122, 144, 244]

    /// The payload of the `avcC` box: the first configuration with the sets of all others added.
    package var configuration: [UInt8] {
        // The merged stream conforms to the highest of the profiles.
        let highest = sequences.max { ($0.count > 1 ? $0[1] : 0) < ($1.count > 1 ? $1[1] : 0) }
        let profile = highest.map { Int($0[1]) } ?? base.profile
        var bytes: [UInt8] = [
            1, UInt8(truncatingIfNeeded: profile),
            highest.flatMap { $0.count > 2 ? $0[2] : nil } ?? 0,
            UInt8(truncatingIfNeeded: level), 0xFF, 0xE0 | UInt8(min(31, sequences.count)),
        ]
        for set in sequences.prefix(31) { bytes += Self.lengthPrefixed(set) }
        bytes.append(UInt8(min(255, pictures.count)))
        for set in pictures.prefix(255) { bytes += Self.lengthPrefixed(set) }
        if Self.profilesWithColour.contains(profile),
            let parsed = highest.flatMap({ SequenceParameterSet(nalUnit: $0) })
        {
            let depth = 0xF8 | UInt8(truncatingIfNeeded: parsed.bitDepth - 8)
            bytes += [0xFC | UInt8(truncatingIfNeeded: parsed.chromaFormat), depth, depth, 0]
        }
        return bytes
    }

    private static func lengthPrefixed(_ set: [UInt8]) -> [UInt8] {
        [UInt8(set.count >> 8 & 0xFF), UInt8(set.count & 0xFF)] + set
    }
}
