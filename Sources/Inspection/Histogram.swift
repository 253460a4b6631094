/// Counts how often each 8-bit value occurs.
struct Histogram {
    private var counts = [Int](repeating: 0, count: 256)
    private var total = 0

    mutating func add(_ value: UInt8) {
        counts[Int(value)] += 1
        total += 1
    }

    /// The value with the most others within `distance` of it, and the share of those.
    func mode(within distance: Int) -> (value: Int, share: Double) {
        guard total > 0 else { return (0, 0) }
        var best = (value: 0, count: -1)
        for value in 0..<256 {
            let near = counts[max(0, value - distance)...min(255, value + distance)].reduce(0, +)
            if near > best.count { best = (value, near) }
        }
        return (best.value, Double(best.count) / Double(total))
    }

    /// The mean value.
    var mean: Double {
        guard total > 0 else { return 0 }
        return Double(counts.enumerated().reduce(0) { $0 + $1.offset * $1.element }) / Double(total)
    }
}
