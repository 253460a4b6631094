import DailiesMedia

/// Which pictures of a video are decoded.
package enum DecodeCoverage: Sendable, Hashable {
    /// All of them.
    case everyPicture
    /// All pictures of these groups of pictures (GOPs), numbered by key frame from 0; of every
    /// other GOP only the key frame.
    case fullGOPs(Set<Int>)

    func isFullGOP(_ gop: Int) -> Bool {
        switch self {
        case .everyPicture: true
        case .fullGOPs(let fullGOPs): fullGOPs.contains(gop)
        }
    }
}

/// Decides for each video packet, in decoding order, whether the decoder gets it.
struct DecodeCoverageCursor {
    private let coverage: DecodeCoverage
    private var gop = 0
    private var isFirst = true
    private var hasGap = false
    /// When the key frame after a gap is shown.
    ///
    /// Pictures shown before it depend on skipped packets.
    private var resumedAt = Int64.min
    private var span = 0

    init(_ coverage: DecodeCoverage) { self.coverage = coverage }

    /// The context of the packets that are decoded now.
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
        // Packets before the first key frame belong to the first GOP.
        if isFirst { return .decode }
        gop += 1
        guard hasGap || coverage.isFullGOP(gop) != coverage.isFullGOP(gop - 1) else {
            return .decode
        }
        hasGap = false
        resumedAt = presentation ?? .min
        span += 1
        return .restart
    }
}
