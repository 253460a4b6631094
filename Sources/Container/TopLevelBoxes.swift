/// The top-level boxes of an MP4 file, according to their headers.
///
/// Source: ISO/IEC 14496-12, 4.2.
package struct TopLevelBoxes {
    package struct Box: Hashable {
        package let type: String
        package let offset: Int64
        /// The size stated in the header; the box may reach beyond the end of the file.
        package let size: Int64
    }

    package let list: [Box]
    /// Whether there are more boxes than are listed.
    package let hasMore: Bool

    /// Enough for an hour in fragments of one frame each; malformed files may have far more.
    private static let limit = 500_000

    /// Reads header after header until one is invalid or lies outside the file.
    package init(_ file: FileBytes) {
        var list: [Box] = []
        var offset: Int64 = 0
        while offset + 8 <= file.count, list.count < Self.limit {
            let header = file.read(at: offset, 16)
            guard header.count >= 8, let type = Self.type(header[4..<8]) else { break }
            var size = Int64(Self.number(header[0..<4]))
            if size == 1, header.count == 16 {
                size = Int64(clamping: Self.number(header[8..<16]))
            } else if size == 0 {
                size = file.count - offset
            }
            guard size >= 8 else { break }
            list.append(Box(type: type, offset: offset, size: size))
            let (next, overflow) = offset.addingReportingOverflow(size)
            if overflow { break }
            offset = next
        }
        self.list = list
        hasMore = list.count == Self.limit
    }

    package func first(_ type: String) -> Box? { list.first { $0.type == type } }

    /// Whether the index (`moov`) precedes the media (`mdat`).
    package var hasIndexInFront: Bool {
        guard let index = first("moov") else { return false }
        guard let media = first("mdat") else { return true }
        return index.offset < media.offset
    }

    /// The last box, if it is one that films consist of and reaches beyond the end of the file.
    package func truncatedBox(fileSize: Int64) -> Box? {
        guard let last = list.last, Self.filmTypes.contains(last.type) else { return nil }
        let (end, overflow) = last.offset.addingReportingOverflow(last.size)
        return overflow || end > fileSize ? last : nil
    }

    private static let filmTypes: Set<String> = ["moov", "moof", "mdat", "sidx", "mfra"]

    private static func type(_ bytes: ArraySlice<UInt8>) -> String? {
        // Box types are four printable characters; QuickTime's own begin with © (0xA9).
        guard bytes.allSatisfy({ (0x20..<0x7F).contains($0) || $0 == 0xA9 }) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
