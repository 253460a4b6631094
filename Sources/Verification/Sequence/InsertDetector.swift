import DailiesMediaTime

/// Finds pictures of something else in the middle of a shot: a cut away, and a cut back to what was
/// there before.
package struct InsertDetector: Sendable, Hashable {
    /// The ranges with pictures of something else.
    package private(set) var inserts: [TimeRange] = []
    private var open: Open?

    /// A cut away, after which the picture may come back.
    private struct Open: Sendable, Hashable {
        let before: PictureDigest
        let start: MediaTime
        /// The mean difference of the cut, in code values.
        let step: Float
        /// The number of pictures since the cut.
        var pictures = 1
    }

    /// The longest range that is reported.
    ///
    /// Pictures that come back later may be a shot and its reverse shot.
    private static let maximumLength = MediaTime(seconds: 2)

    /// Adds a picture.
    ///
    /// - Parameters:
    ///   - before: the picture before it.
    ///   - step: the mean difference of the two, in code values.
    ///   - isCut: whether the step is a cut.
    mutating func add(
        _ picture: PictureDigest, after before: PictureDigest, _ step: Float, isCut: Bool,
        at time: MediaTime
    ) {
        if let cut = open {
            if time - cut.start > Self.maximumLength { open = nil }
            let away = picture.difference(from: cut.before).luma
            if away < cut.step / 2, away < step / 2 {
                // `video.oddFrames` reports single pictures.
                if cut.pictures > 1 { inserts.append(TimeRange(start: cut.start, end: time)) }
                open = nil
                return
            }
            open?.pictures += 1
        }
        if open == nil, isCut { open = Open(before: before, start: time, step: step) }
    }
}
