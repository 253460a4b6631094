package import DailiesShotList

/// Divides the duration of a shot that is longer than one run allows into parts.
package enum PartDurations {
    /// The maximum number of parts of a shot: each has a name.
    private static let maximum = Shot.partNames.count

    /// The smallest number of parts: nearly equal ones of a range, longer parts first (31 s in runs of
    /// 3…15 s give 11, 10, 10), or values that add up exactly (18 s of 4, 6 or 8 s give 6, 6, 6).
    ///
    /// - Parameters:
    ///   - seconds: the duration of the shot.
    ///   - allowed: the durations of one run, in seconds.
    /// - Returns: durations in seconds; `nil` if no such parts exist, or if they are too many. A
    ///   duration that is shorter than the longest run isn't divided.
    package static func split(_ seconds: Int, into allowed: AllowedNumbers) -> [Int]? {
        let parts: [Int]? =
            switch allowed {
            case .range(let range): nearlyEqual(seconds, range)
            case .values(let values):
                if values.contains(seconds) {
                    [seconds]
                } else if seconds < allowed.highest {
                    nil
                } else {
                    exactSum(seconds, of: values)
                }
            }
        return parts.flatMap { $0.count <= maximum ? $0 : nil }
    }

    private static func nearlyEqual(_ seconds: Int, _ allowed: ClosedRange<Int>) -> [Int]? {
        guard seconds >= allowed.lowerBound, allowed.upperBound > 0 else { return nil }
        let count = (seconds + allowed.upperBound - 1) / allowed.upperBound
        let (each, remainder) = seconds.quotientAndRemainder(dividingBy: count)
        guard each >= allowed.lowerBound else { return nil }
        return (0..<count).map { $0 < remainder ? each + 1 : each }
    }

    /// The fewest values that add up to a sum, and of these the most equal ones, longer ones first.
    private static func exactSum(_ sum: Int, of values: [Int]) -> [Int]? {
        guard let longest = values.max(), let shortest = values.min(), shortest > 0,
            sum <= longest * maximum
        else { return nil }
        struct Best {
            var last: Int
            var count: Int
            /// The sum of the squares, which is smallest for equal parts.
            var squares: Int
        }
        var best = [Best?](repeating: nil, count: sum + 1)
        best[0] = Best(last: 0, count: 0, squares: 0)
        for total in stride(from: shortest, through: sum, by: 1) {
            for value in values where value <= total {
                guard let rest = best[total - value] else { continue }
                let found = Best(
                    last: value, count: rest.count + 1, squares: rest.squares + value * value)
                if let known = best[total],
                    (known.count, known.squares) <= (found.count, found.squares)
                {
                    continue
                }
                best[total] = found
            }
        }
        var parts: [Int] = []
        var rest = sum
        while rest > 0 {
            guard let step = best[rest] else { return nil }
            parts.append(step.last)
            rest -= step.last
        }
        return parts.sorted(by: >)
    }

    /// The nearest possible durations, as the end of a message; empty if there are none.
    static func advice(insteadOf seconds: Int, from allowed: AllowedNumbers) -> String {
        func nearest(_ candidates: some Sequence<Int>) -> String? {
            for candidate in candidates {
                guard let parts = split(candidate, into: allowed) else { continue }
                let sum = parts.map(String.init).joined(separator: " + ")
                return "\(candidate) s" + (parts.count > 1 ? " (\(sum))" : "")
            }
            return nil
        }
        let shorter = nearest(stride(from: seconds - 1, to: 0, by: -1))
        let longer = nearest(seconds + 1...max(seconds + 1, allowed.highest * maximum))
        let found = [shorter, longer].compactMap(\.self)
        return found.isEmpty ? "" : "; possible are \(found.joined(separator: " and "))"
    }
}
