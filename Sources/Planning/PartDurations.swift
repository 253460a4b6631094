/// Divides the duration of a shot that is longer than one run allows into parts.
package enum PartDurations {
    /// The smallest number of nearly equal parts, longer parts first: 31 s in runs of 3…15 s give
    /// 11, 10, 10.
    ///
    /// - Parameters:
    ///   - seconds: the duration of the shot.
    ///   - allowed: the durations of one run, in seconds.
    /// - Returns: durations in seconds, which differ by 1 at most; `nil` if the smallest number of
    ///   parts has a part shorter than allowed.
    package static func split(_ seconds: Int, into allowed: ClosedRange<Int>) -> [Int]? {
        guard seconds >= allowed.lowerBound, allowed.upperBound > 0 else { return nil }
        let count = (seconds + allowed.upperBound - 1) / allowed.upperBound
        let (each, remainder) = seconds.quotientAndRemainder(dividingBy: count)
        guard each >= allowed.lowerBound else { return nil }
        return (0..<count).map { $0 < remainder ? each + 1 : each }
    }
}
