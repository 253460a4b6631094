/// Reads elements of a file through a page that is kept in memory.
struct EBMLFile {
    /// An element at a place of the file.
    struct Element: Hashable, Sendable {
        let id: UInt32
        /// Where its header begins.
        let offset: Int64
        /// Where its content begins.
        let content: Int64
        /// The number of bytes of the content; `nil` if the element doesn't state it.
        let size: Int64?

        /// Where the element ends; `nil` if it doesn't state that.
        var end: Int64? { size.map { content + $0 } }
    }

    let file: FileBytes
    private var page: [UInt8]
    private var pageStart: Int64 = 0

    /// Blocks are mostly larger than a page, and only their first bytes are read.
    private static let pageSize = 4096

    init(_ file: FileBytes) {
        self.file = file
        page = file.read(at: 0, Self.pageSize)
    }

    /// Up to `count` bytes from `offset` on; fewer at the end of the file.
    mutating func bytes(at offset: Int64, _ count: Int) -> ArraySlice<UInt8> {
        guard count <= Self.pageSize else { return file.read(at: offset, count)[...] }
        if offset < pageStart || offset + Int64(count) > pageStart + Int64(page.count) {
            page = file.read(at: offset, Self.pageSize)
            pageStart = offset
        }
        return page.dropFirst(Int(offset - pageStart)).prefix(count)
    }

    /// The element at `offset`; `nil` if there is no valid header.
    mutating func element(at offset: Int64) -> Element? {
        guard let header = EBMLHeader(bytes(at: offset, EBMLHeader.maximumLength)) else {
            return nil
        }
        return Element(
            id: header.id, offset: offset, content: offset + Int64(header.length),
            size: header.size)
    }

    /// The content of an element, as far as the file holds it; `nil` if it is longer than `limit`.
    mutating func content(of element: Element, limit: Int64) -> ArraySlice<UInt8>? {
        let size = min(element.size ?? .max, file.count - element.content)
        guard size <= limit else { return nil }
        return bytes(at: element.content, Int(max(0, size)))
    }
}
