/// The header of an EBML element: its ID and the size of its content.
///
/// Source: RFC 8794, 4 to 6.
struct EBMLHeader: Hashable, Sendable {
    let id: UInt32
    /// The number of bytes of the header.
    let length: Int
    /// The number of bytes of the content; `nil` if the element doesn't state it.
    let size: Int64?

    /// The longest header: an ID of four bytes and a size of eight.
    static let maximumLength = 12

    /// Parses the header at the beginning of `bytes`; `nil` if it isn't valid or is cut off.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard let first = bytes.first, first >= 0x10 else { return nil }
        let idLength = first.leadingZeroBitCount + 1
        guard bytes.count > idLength else { return nil }
        id = UInt32(bytes.number(at: 0, bytes: idLength))
        guard let size = VariableLengthNumber(bytes.dropFirst(idLength)) else { return nil }
        length = idLength + size.length
        self.size = size.isUnknown ? nil : size.value
    }
}

/// A number of one to eight bytes whose leading zero bits state its length (RFC 8794, 4).
struct VariableLengthNumber: Hashable, Sendable {
    /// The number of bytes.
    let length: Int
    let value: Int64
    /// Whether all bits of the value are one, which stands for an unknown size.
    let isUnknown: Bool

    /// Parses the number at the beginning of `bytes`; `nil` if it isn't valid or is cut off.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard let first = bytes.first, first > 0 else { return nil }
        length = first.leadingZeroBitCount + 1
        guard bytes.count >= length else { return nil }
        let mask = Int64(1) << (7 * length) - 1
        value = Int64(truncatingIfNeeded: bytes.number(at: 0, bytes: length)) & mask
        isUnknown = value == mask
    }
}

/// The elements inside an element whose content is in memory.
struct EBMLElements: Sequence, IteratorProtocol {
    private var rest: ArraySlice<UInt8>

    init(_ content: ArraySlice<UInt8>) { rest = content }

    /// The next element; `nil` at the end, or if it isn't valid or is longer than its parent.
    mutating func next() -> (id: UInt32, content: ArraySlice<UInt8>)? {
        guard let header = EBMLHeader(rest) else { return nil }
        let room = Int64(rest.count - header.length)
        guard let size = header.size, size <= room else { return nil }
        let content = rest.dropFirst(header.length).prefix(Int(size))
        rest = rest.dropFirst(header.length + Int(size))
        return (header.id, content)
    }

    /// The content of the first element with this ID.
    func first(_ id: UInt32) -> ArraySlice<UInt8>? { first { $0.id == id }?.content }
}

extension ArraySlice<UInt8> {
    /// The content of an element as an unsigned number; `nil` if it has more than eight bytes.
    var unsigned: Int64? {
        count > 8 ? nil : Int64(truncatingIfNeeded: number(at: 0, bytes: count))
    }

    /// The content of an element as a signed number; `nil` if it has more than eight bytes.
    var signed: Int64? {
        guard let unsigned, count > 0 else { return nil }
        let unused = 64 - 8 * count
        return (unsigned << unused) >> unused
    }

    /// The content of an element as a floating point number; `nil` for another length than 4 or 8.
    var float: Double? {
        switch count {
        case 4: Double(Float(bitPattern: UInt32(truncatingIfNeeded: number(at: 0, bytes: 4))))
        case 8: Double(bitPattern: UInt64(bitPattern: Int64(number(at: 0, bytes: 8))))
        default: nil
        }
    }

    /// The content of an element as text, up to a NUL.
    var text: String { String(decoding: prefix { $0 != 0 }, as: UTF8.self) }
}
