import DailiesMediaTime
import DailiesVerification

/// Finds what changes in parts of the picture: brightness, patches of one colour, flashes.
struct SequenceAnalyzer {
    /// The median change of brightness from a picture to the next.
    struct Change: Sendable {
        /// The time of the later picture.
        let time: MediaTime
        /// In code values; positive if the later picture is brighter.
        let brightness: Float
    }

    /// The changes in the order of display: one fewer than pictures.
    private(set) var changes: [Change] = []
    private(set) var patches = PatchDetector()
    private(set) var flashes = FlashDetector()
    private(set) var ends = EndBrightness()
    /// The first picture; `nil` if there is none.
    private(set) var first: PictureDigest?
    /// The last picture; `nil` if there is none.
    private(set) var last: PictureDigest?
    /// The end of the last picture.
    private(set) var end = MediaTime.zero
    private var lastBlocks: [PictureDigest.Block] = []

    /// Adds a picture.
    ///
    /// - Parameters:
    ///   - time: when it is shown.
    ///   - length: for how long, if the frame rate is constant.
    mutating func add(_ picture: PictureDigest, at time: MediaTime, length: MediaTime) {
        let blocks = picture.blocks
        flashes.add(blocks.map(\.mean), at: time)
        ends.add(blocks, TimeRange(start: time, duration: length))
        if last != nil {
            let steps = zip(blocks, lastBlocks).map { $0.mean - $1.mean }.sorted()
            changes.append(Change(time: time, brightness: steps[steps.count / 2]))
            patches.add(blocks, after: lastBlocks, at: time)
        }
        first = first ?? picture
        (last, lastBlocks, end) = (picture, blocks, time + length)
    }

    /// Ends what lasts to the last picture.
    mutating func finish() { patches.finish(at: end, of: max(1, lastBlocks.count)) }
}
