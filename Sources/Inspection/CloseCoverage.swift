import DailiesMediaTime

/// Which pictures the filters look at, one after the other.
enum CloseCoverage: Sendable, Hashable {
    /// All of them.
    case everyPicture
    /// Those in ranges of time that are sorted and don't overlap.
    case ranges([TimeRange])

    /// Whether the filters look at a picture.
    ///
    /// - Parameter time: no earlier than in the call before.
    mutating func contains(_ time: MediaTime) -> Bool {
        guard case .ranges(var ranges) = self else { return true }
        while let first = ranges.first, first.end <= time { ranges.removeFirst() }
        self = .ranges(ranges)
        return ranges.first.map { $0.start <= time } ?? false
    }
}
