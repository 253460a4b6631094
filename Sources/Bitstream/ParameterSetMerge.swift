/// The parameter sets of several H.264 clips, gathered under numbers of their own, so that pictures
/// of all of them can stand in one track and none is coded anew.
package struct ParameterSetMerge: Hashable, Sendable {
    private let base: AVCConfiguration
    private var sequences: [[UInt8]]
    private var pictures: [[UInt8]]
    private var level: Int

    /// Begins with the sets of the configuration that most pictures have: they keep their numbers.
    package init(_ base: AVCConfiguration) {
        self.base = base
        sequences = base.sequenceParameterSets
        pictures = base.pictureParameterSets
        level = base.level
    }

    /// Adds a configuration's sets, and says how its packets must be rewritten; `nil` where they
    /// may be copied as they are.
    ///
    /// - Throws: `Refusal` where its sets can't be read, or there are too many.
    package mutating func add(_ other: AVCConfiguration) throws(Refusal) -> SliceRenumbering? {
        var sequenceIDs: [Int: Int] = [:]
        var pictureIDs: [Int: Int] = [:]
        var merged = self
        for set in other.sequenceParameterSets {
            guard let id = SequenceParameterSet(nalUnit: set)?.id else { throw .unreadable }
            sequenceIDs[id] = try Self.place(in: &merged.sequences, limit: 32) { number in
                ParameterSetNumbers.renumber(sequence: set, to: number)
            }
        }
        for set in other.pictureParameterSets {
            guard let facts = PictureParameterSet(nalUnit: set),
                let sequence = sequenceIDs[facts.sequenceID]
            else { throw .unreadable }
            pictureIDs[facts.id] = try Self.place(in: &merged.pictures, limit: 256) { number in
                ParameterSetNumbers.renumber(picture: set, to: number, of: sequence)
            }
        }
        merged.level = max(level, other.level)
        self = merged
        let isAsItWas = pictureIDs.allSatisfy { $0.key == $0.value } && other.lengthSize == 4
        return isAsItWas ? nil : SliceRenumbering(other, pictureIDs)
    }

    /// Why a clip's sets can't be added.
    package enum Refusal: Error, Hashable, Sendable {
        /// They are damaged, or of a kind that films don't have.
        case unreadable
        /// There are more than a configuration can hold.
        case tooMany
    }

    /// The number under which a set of the same content stands, or a free one under which it then
    /// does.
    private static func place(
        in list: inout [[UInt8]], limit: Int, renumbered: (Int) -> [UInt8]
    ) throws(Refusal) -> Int {
        let candidates = (0..<limit).map { (number: $0, bytes: renumbered($0)) }
        let known = Set(list)
        if let same = candidates.first(where: { known.contains($0.bytes) }) { return same.number }
        // A set's number stands in its bits: one is free where no set begins with it.
        let taken = Set(list.compactMap(ParameterSetNumbers.number))
        guard let free = candidates.first(where: { !taken.contains($0.number) }),
            list.count < limit - 1
        else { throw .tooMany }
        list.append(free.bytes)
        return free.number
    }

    // MARK: The record

    private static let profilesWithColour: Set<Int> = [100, 110, 122, 144, 244]

    /// The first configuration's record (avcC), with the sets of all others added.
    package var configuration: [UInt8] {
        // The whole stream conforms to the highest of the profiles.
        let highest = sequences.max { ($0.count > 1 ? $0[1] : 0) < ($1.count > 1 ? $1[1] : 0) }
        let profile = highest.map { Int($0[1]) } ?? base.profile
        var bytes: [UInt8] = [
            1, UInt8(truncatingIfNeeded: profile),
            highest.flatMap { $0.count > 2 ? $0[2] : nil } ?? 0,
            UInt8(truncatingIfNeeded: level), 0xFF, 0xE0 | UInt8(min(31, sequences.count)),
        ]
        for set in sequences.prefix(31) { bytes += Self.counted(set) }
        bytes.append(UInt8(min(255, pictures.count)))
        for set in pictures.prefix(255) { bytes += Self.counted(set) }
        if Self.profilesWithColour.contains(profile),
            let facts = highest.flatMap({ SequenceParameterSet(nalUnit: $0) })
        {
            let depth = 0xF8 | UInt8(truncatingIfNeeded: facts.bitDepth - 8)
            bytes += [0xFC | UInt8(truncatingIfNeeded: facts.chromaFormat), depth, depth, 0]
        }
        return bytes
    }

    private static func counted(_ set: [UInt8]) -> [UInt8] {
        [UInt8(set.count >> 8 & 0xFF), UInt8(set.count & 0xFF)] + set
    }
}
