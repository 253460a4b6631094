import DailiesMedia

/// Which pictures of a film are decoded.
package enum DecodeCoverage: Sendable, Hashable {
    /// All of them.
    case everyPicture
    /// All of these fullGOPs, counted by key frame, and of the others the key frame alone.
    case fullGOPs(Set<Int>)

    func isFullGOP(_ gop: Int) -> Bool {
        switch self {
        case .everyPicture: true
        case .fullGOPs(let fullGOPs): fullGOPs.contains(gop)
        }
    }
}

/// Says for each packet of the picture what the decoder is to do with it.
struct DecodeCoverageCursor {
    private let coverage: DecodeCoverage
    private var gop = 0
    private var isFirst = true
    private var hasGap = false
    /// When the key frame after a gap is shown; what is shown before it needs what was left out.
    private var resumedAt = Int64.min
    private var span = 0

    init(_ coverage: DecodeCoverage) { self.coverage = coverage }

    /// Where the packets that are decoded now belong.
    var context: FrameObserver.Context {
        FrameObserver.Context(span: span, isFullGOP: coverage.isFullGOP(gop))
    }

    mutating func next(isKey: Bool, presentation: Int64?) -> FrameReader.Use {
        defer { isFirst = false }
        guard isKey else {
            guard coverage.isFullGOP(gop) else {
                hasGap = true
                return .skip
            }
            return (presentation ?? .max) >= resumedAt ? .decode : .skip
        }
        // What stands before the first key frame is counted to its gop.
        if isFirst { return .decode }
        gop += 1
        guard hasGap || coverage.isFullGOP(gop) != coverage.isFullGOP(gop - 1) else {
            return .decode
        }
        hasGap = false
        resumedAt = presentation ?? .min
        span += 1
        return .beginAnew
    }
}
