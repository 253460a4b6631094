import DailiesContainer

/// A box within another one: of JUMBF, or of the index of an MP4 or QuickTime file.
///
/// Source: ISO/IEC 19566-5; ISO/IEC 14496-12, 4.2.
struct NestedBox {
    let type: String
    let content: Range<Int64>

    /// The box at the start of a range; `nil` if it doesn't fit.
    init?(_ range: Range<Int64>, _ file: FileBytes) {
        let head = file.read(
            at: range.lowerBound, Int(min(16, range.upperBound - range.lowerBound)))
        guard head.count >= 8 else { return nil }
        var size = Int64(head[...].number(at: 0, bytes: 4))
        var header: Int64 = 8
        if size == 1, head.count == 16 {
            size = Int64(head[...].number(at: 8, bytes: 8))
            header = 16
        } else if size == 0 {
            size = range.upperBound - range.lowerBound
        }
        guard size >= header, size <= range.upperBound - range.lowerBound else { return nil }
        type = String(decoding: head[4..<8], as: UTF8.self)
        content = range.lowerBound + header..<range.lowerBound + size
    }

    /// More than an index or its user data have; malformed ones may have far more.
    private static let limit = 10_000

    /// The boxes of a type in a range, up to one that doesn't fit.
    static func all(_ type: String, in range: Range<Int64>, _ file: FileBytes) -> [NestedBox] {
        var found: [NestedBox] = []
        var position = range.lowerBound
        for _ in 0..<limit {
            guard position < range.upperBound,
                let box = NestedBox(position..<range.upperBound, file)
            else { break }
            if box.type == type { found.append(box) }
            position = box.content.upperBound
        }
        return found
    }
}
