import DailiesMediaTime

/// Finds pictures of something else in the middle of a shot: a cut away, and a cut back to what was
/// there before.
struct InsertDetector: Sendable {
    /// The ranges with pictures of something else.
    private(set) var inserts: [TimeRange] = []
    private var steps: [Float] = []
    private var open: (before: PictureDigest, start: MediaTime, step: Float, pictures: Int)?

    /// The number of steps to which a cut is compared.
    private static let window = 12
    /// The longest range that is reported. Pictures that come back later may be a shot and its
    /// reverse shot.
    private static let maximumLength = MediaTime(seconds: 2)
    /// The smallest mean difference of a cut, in code values.
    private static let minimumStep: Float = 18
    /// The smallest histogram distance of a cut.
    private static let minimumDistance: Float = 0.25

    /// Adds a picture.
    mutating func add(_ picture: PictureDigest, after before: PictureDigest, at time: MediaTime) {
        let step = picture.difference(from: before).luma
        defer { steps = steps.suffix(Self.window - 1) + [step] }
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
        let sorted = steps.sorted()
        let median = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
        guard open == nil, step > Self.minimumStep, step > 4 * median + 4,
            picture.histogramDistance(from: before) > Self.minimumDistance
        else { return }
        open = (before, time, step, 1)
    }
}
