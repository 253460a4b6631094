import DailiesVerification

/// Measures how far the picture moves from one picture to the next.
///
/// One picture in seven is compared with the one before it: patterns of two to six pictures, as of
/// pictures that are shown twice, don't hide or repeat a motion.
struct MotionMeter: Sendable {
    private var sum = 0.0
    private var count = 0
    private var pictures = 0

    private static let step = 7

    /// Adds the next picture.
    ///
    /// - Parameters:
    ///   - last: the picture before it; `nil` for the first one.
    ///   - width: its width before it was reduced, and `height` its height, in pixels.
    mutating func add(
        _ picture: PictureDigest, after last: PictureDigest?, width: Int, height: Int
    ) {
        pictures += 1
        if pictures % Self.step == 0, let last,
            let motion = picture.motion(since: last, width: width, height: height)
        {
            sum += motion
            count += 1
        }
    }

    /// The mean length of the motion as a share of width plus height; `nil` if nothing could be measured.
    var mean: Double? { count > 0 ? sum / Double(count) : nil }
}
