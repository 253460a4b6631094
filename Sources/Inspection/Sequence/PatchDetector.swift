import DailiesMediaTime

/// Finds parts of the picture that become one colour from one picture to the next, while the rest
/// stays as it is: what a decoder or a generator could not make.
struct PatchDetector: Sendable {
    /// The patches that were found.
    private(set) var patches: [Patch] = []
    private var open: (blocks: [Int], start: MediaTime)?

    /// A part of one colour.
    struct Patch: Sendable, Hashable {
        let time: TimeRange
        /// The share of the picture.
        let share: Double
    }

    /// The share of the blocks that must change together.
    static let minimumShare = 0.2
    /// A larger share is the whole picture, which other checks look at.
    private static let maximumShare = 0.9
    /// The difference between the brightest and the darkest pixel of a block of one colour.
    private static let flatRange: UInt8 = 4
    /// The same of a block that shows something.
    private static let texturedRange: UInt8 = 12
    /// How far the colours of the blocks of a patch may be apart.
    private static let colourTolerance: Float = 6
    /// The change of the rest of the picture, as the median of its blocks, from which it is a cut.
    private static let maximumRestStep: Float = 8

    /// Adds a picture.
    mutating func add(
        _ blocks: [PictureDigest.Block], after before: [PictureDigest.Block], at time: MediaTime
    ) {
        if let patch = open {
            let flat = patch.blocks.count { blocks[$0].range <= Self.flatRange }
            if flat * 2 < patch.blocks.count { end(at: time, of: blocks.count) }
            return
        }
        let flattened = blocks.indices.filter {
            blocks[$0].range <= Self.flatRange && before[$0].range >= Self.texturedRange
        }
        let means = flattened.map { blocks[$0].mean }.sorted()
        guard !means.isEmpty else { return }
        let colour = means[means.count / 2]
        let patch = flattened.filter { abs(blocks[$0].mean - colour) <= Self.colourTolerance }
        let share = Double(patch.count) / Double(blocks.count)
        guard share >= Self.minimumShare, share <= Self.maximumShare else { return }
        let inside = Set(patch)
        let rest = blocks.indices.filter { !inside.contains($0) }
            .map { abs(blocks[$0].mean - before[$0].mean) }.sorted()
        if rest[rest.count / 2] <= Self.maximumRestStep { open = (patch, time) }
    }

    /// Ends a patch that lasts to the end.
    mutating func finish(at end: MediaTime, of count: Int) { self.end(at: end, of: count) }

    private mutating func end(at time: MediaTime, of count: Int) {
        guard let patch = open else { return }
        open = nil
        patches.append(
            Patch(
                time: TimeRange(start: patch.start, end: time),
                share: Double(patch.blocks.count) / Double(count)))
    }
}
