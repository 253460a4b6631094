import DailiesMediaTime
import Glibc

/// Finds flashes that can provoke seizures.
///
/// Source: WCAG 2.2, "general flash and red flash thresholds": a flash is a pair of opposing changes
/// of relative luminance by 10 % or more, where the darker image is below 0.80. More than three in
/// one second over a quarter of the picture are too many.
struct FlashDetector: Sendable {
    /// The largest share of the picture that flashed more than three times in one second.
    private(set) var worstShare = 0.0
    /// The end of that second.
    private(set) var worstTime = MediaTime.zero
    private var blocks: [Block] = []

    /// The share of the picture from which flashes are dangerous (WCAG 2.2).
    static let flashingShare = 0.25
    /// Opposing changes in more than three flashes.
    private static let maximumChanges = 6
    private static let minimumChange: Float = 0.1
    private static let maximumDarkness: Float = 0.8

    private struct Block: Sendable {
        /// The brightest or darkest luminance since the last change.
        var extreme: Float
        var rises = false
        var changes: [MediaTime] = []
    }

    /// Adds a picture.
    ///
    /// - Parameter lumas: the mean luma of each block.
    mutating func add(_ lumas: [Float], at time: MediaTime) {
        let luminances = lumas.map(Self.luminance)
        guard !blocks.isEmpty else {
            blocks = luminances.map { Block(extreme: $0) }
            return
        }
        for (index, luminance) in luminances.enumerated() {
            var block = blocks[index]
            let change = luminance - block.extreme
            let isOpposite = block.changes.isEmpty || (change > 0) != block.rises
            if abs(change) >= Self.minimumChange, isOpposite,
                min(luminance, block.extreme) < Self.maximumDarkness
            {
                block.rises = change > 0
                block.changes.append(time)
                block.extreme = luminance
            } else if !isOpposite {
                block.extreme = luminance
            }
            block.changes.removeAll { time - $0 >= MediaTime(seconds: 1) }
            blocks[index] = block
        }
        let flashing = blocks.count { $0.changes.count > Self.maximumChanges }
        let share = Double(flashing) / Double(blocks.count)
        if share > worstShare { (worstShare, worstTime) = (share, time) }
    }

    /// The relative luminance of a grey, from its luma in the range of video.
    private static func luminance(_ luma: Float) -> Float {
        powf(max(0, min(1, (luma - 16) / 219)), 2.2)
    }
}
