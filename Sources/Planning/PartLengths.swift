/// How a shot longer than one run allows is cut into parts.
package enum PartLengths {
    /// The fewest near-equal parts that the model allows, longer ones first: 31 s in runs of 3…15 s
    /// gives 11, 10, 10.
    ///
    /// Returns `nil` where no such parts exist.
    package static func split(_ seconds: Int, into allowed: ClosedRange<Int>) -> [Int]? {
        guard seconds >= allowed.lowerBound, allowed.upperBound > 0 else { return nil }
        let count = (seconds + allowed.upperBound - 1) / allowed.upperBound
        let (each, left) = seconds.quotientAndRemainder(dividingBy: count)
        guard each >= allowed.lowerBound else { return nil }
        return (0..<count).map { $0 < left ? each + 1 : each }
    }
}
