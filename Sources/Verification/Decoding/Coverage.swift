import DailiesMedia

/// Which pictures of a film are decoded.
package enum Coverage: Sendable, Hashable {
    /// All of them.
    case everyPicture
    /// All of these groups, counted by key frame, and of the others the key frame alone.
    case groups(Set<Int>)

    func isWhole(_ group: Int) -> Bool {
        switch self {
        case .everyPicture: true
        case .groups(let whole): whole.contains(group)
        }
    }
}

/// Says for each packet of the picture what the decoder is to do with it.
struct CoverageCursor {
    private let coverage: Coverage
    private var group = 0
    private var isFirst = true
    private var hasGap = false
    /// When the key frame after a gap is shown; what is shown before it needs what was left out.
    private var resumedAt = Int64.min
    private var stretch = 0

    init(_ coverage: Coverage) { self.coverage = coverage }

    /// Where the packets that are decoded now belong.
    var place: FrameWatch.Place {
        FrameWatch.Place(stretch: stretch, isWhole: coverage.isWhole(group))
    }

    mutating func next(isKey: Bool, presentation: Int64?) -> FrameReader.Use {
        defer { isFirst = false }
        guard isKey else {
            guard coverage.isWhole(group) else {
                hasGap = true
                return .skip
            }
            return (presentation ?? .max) >= resumedAt ? .decode : .skip
        }
        // What stands before the first key frame is counted to its group.
        if isFirst { return .decode }
        group += 1
        guard hasGap || coverage.isWhole(group) != coverage.isWhole(group - 1) else {
            return .decode
        }
        hasGap = false
        resumedAt = presentation ?? .min
        stretch += 1
        return .beginAnew
    }
}
