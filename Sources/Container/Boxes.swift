/// A sequence of adjacent MP4 boxes in memory (ISO/IEC 14496-12, 4.2).
package struct Boxes: Sequence, IteratorProtocol {
    private var rest: ArraySlice<UInt8>

    package init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The next box; `nil` at the end or if its size is invalid.
    package mutating func next() -> (type: String, payload: ArraySlice<UInt8>)? {
        guard rest.count >= 8 else { return nil }
        var header = 8
        var size = rest.number(at: 0, bytes: 4)
        if size == 1, rest.count >= 16 {
            header = 16
            size = rest.number(at: 8, bytes: 8)
        } else if size == 0 {
            size = rest.count
        }
        guard size >= header, size <= rest.count else { return nil }
        let type = String(decoding: rest.dropFirst(4).prefix(4), as: UTF8.self)
        let payload = rest.dropFirst(header).prefix(size - header)
        rest = rest.dropFirst(size)
        return (type, payload)
    }

    /// The payload of the first box of this type.
    package func first(_ type: String) -> ArraySlice<UInt8>? {
        first { $0.type == type }?.payload
    }

    /// The payload of the box at a path of nested box types.
    package func first(at path: String...) -> ArraySlice<UInt8>? {
        var boxes = self
        var found: ArraySlice<UInt8>?
        for type in path {
            guard let payload = boxes.first(type) else { return nil }
            found = payload
            boxes = Boxes(payload)
        }
        return found
    }
}

extension ArraySlice<UInt8> {
    /// A big-endian number of `bytes` bytes; bytes beyond the end count as 0.
    package func number(at offset: Int, bytes: Int) -> Int {
        var value: UInt64 = 0
        for index in startIndex + offset..<startIndex + offset + bytes {
            value = value << 8 | UInt64(index < endIndex ? self[index] : 0)
        }
        return Int(truncatingIfNeeded: value)
    }
}
