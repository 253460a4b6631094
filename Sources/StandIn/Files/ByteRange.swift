/// The part of a file that a client requests with the header `Range`.
package enum ByteRange: Hashable, Sendable {
    /// The whole file: there is no range, or it is one that a server may ignore.
    case whole
    /// The bytes from `first` through `last`.
    case part(first: Int64, last: Int64)
    /// A range that contains no byte of the file.
    case unsatisfiable

    /// Parses the header for a file of `count` bytes (RFC 9110, section 14).
    ///
    /// Multiple ranges and malformed ones are ignored, as the RFC allows.
    package init(_ header: String?, count: Int64) {
        guard let header, header.lowercased().hasPrefix("bytes=") else {
            self = .whole
            return
        }
        let bounds = header.dropFirst(6).split(
            separator: "-", maxSplits: 1, omittingEmptySubsequences: false
        ).map { $0.filter { $0 != " " } }
        guard bounds.count == 2 else {
            self = .whole
            return
        }
        switch (Self.number(bounds[0]), Self.number(bounds[1])) {
        case (let first?, let last?) where first <= last:
            self = Self.part(from: first, to: last, count: count)
        case (let first?, nil) where bounds[1].isEmpty:
            self = Self.part(from: first, to: count - 1, count: count)
        case (nil, let length?) where bounds[0].isEmpty:
            self =
                length == 0
                ? .unsatisfiable
                : Self.part(from: max(count - length, 0), to: count - 1, count: count)
        default:
            self = .whole
        }
    }

    private static func part(from first: Int64, to last: Int64, count: Int64) -> ByteRange {
        first < count ? .part(first: first, last: min(last, count - 1)) : .unsatisfiable
    }

    /// Parses a number of digits only: a sign, which `Int64` accepts, makes the range malformed.
    ///
    /// A number beyond 64 bits is past the end of any file, so it becomes the largest `Int64`.
    private static func number(_ text: String) -> Int64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int64(text) ?? .max
    }
}
