import DailiesMediaTime

/// Finds hard cuts: a step from one picture to the next that is far larger than those before it, and
/// that changes the distribution of brightness.
package struct CutDetector: Sendable, Hashable {
    /// When the first pictures after the cuts are shown.
    package private(set) var cuts: [MediaTime] = []
    private var steps: [Float] = []

    /// The number of steps to which a step is compared.
    private static let window = 12
    /// The mean difference of a cut, in code values, is larger.
    static let minimumStep: Float = 18
    /// The histogram distance of a cut is larger.
    static let minimumDistance: Float = 0.25

    /// Whether a step is a cut.
    ///
    /// - Parameters:
    ///   - step: the mean difference of the two pictures, in code values.
    ///   - median: the median of the steps before it.
    ///   - distance: the histogram distance of the two pictures.
    static func isCut(_ step: Float, median: Float, distance: Float) -> Bool {
        step > minimumStep && step > 4 * median + 4 && distance > minimumDistance
    }

    /// Adds a step, and returns whether it is a cut.
    ///
    /// - Parameters:
    ///   - step: the mean difference of the two pictures, in code values.
    ///   - time: when the second picture is shown.
    ///   - distance: the histogram distance of the two pictures.
    mutating func add(
        _ step: Float, at time: MediaTime, distance: () -> Float
    ) -> Bool {
        defer { steps = steps.suffix(Self.window - 1) + [step] }
        // The distance of most steps isn't needed.
        guard step > Self.minimumStep else { return false }
        let sorted = steps.sorted()
        let median = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
        guard Self.isCut(step, median: median, distance: distance()) else { return false }
        cuts.append(time)
        return true
    }
}
