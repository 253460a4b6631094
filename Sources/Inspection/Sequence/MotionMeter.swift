import DailiesMedia

/// Measures how far the picture moves, from the codec's motion vectors.
struct MotionMeter: Sendable {
    private var distance = 0.0
    private var area = 0.0
    private var sides = 0

    /// Adds a picture; pictures without motion vectors don't count.
    mutating func add(_ frame: borrowing Frame) {
        guard let motion = frame.motion else { return }
        distance += motion.distance
        area += motion.area
        sides = frame.width + frame.height
    }

    /// The mean length of the motion vectors as a share of width plus height; `nil` if there are none.
    var mean: Double? { area > 0 && sides > 0 ? distance / area / Double(sides) : nil }
}
