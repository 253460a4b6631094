/// A place in a text, for messages: editors jump there.
package struct TextPosition: Hashable, Sendable {
    /// The line, from 1.
    package let line: Int
    /// The column in Unicode scalars, from 1.
    package let column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

extension TextPosition: Comparable {
    package static func < (left: TextPosition, right: TextPosition) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// The bytes of a UTF-8 text, with the lines that its offsets are in.
///
/// A line ends with LF, CR or CR LF.
package struct TextLines: Sendable {
    package let bytes: [UInt8]
    /// The offset of each line's first byte, in ascending order.
    private let starts: [Int]

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var starts = [0]
        for (index, byte) in bytes.enumerated() {
            let isEnd =
                byte == UInt8(ascii: "\n")
                || byte == UInt8(ascii: "\r")
                    && (index + 1 == bytes.count || bytes[index + 1] != UInt8(ascii: "\n"))
            if isEnd { starts.append(index + 1) }
        }
        self.starts = starts
    }

    /// The ranges of the lines in the bytes, without what ends them.
    ///
    /// - Parameter unicode: whether Unicode's line and paragraph separators, U+2028 and U+2029, end a
    ///   line too.
    package func ranges(unicode: Bool = false) -> [Range<Int>] {
        starts.indices.flatMap { index in
            let next = index + 1 < starts.count ? starts[index + 1] : bytes.count
            let content = bytes[starts[index]..<next]
            let isEnd: (UInt8) -> Bool = { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
            let line = content.startIndex..<(content.firstIndex(where: isEnd) ?? content.endIndex)
            return unicode ? split(line) : [line]
        }
    }

    /// The offset of the first line that isn't UTF-8; `nil` if all are.
    package var firstInvalid: Int? {
        if String(validating: bytes, as: UTF8.self) != nil { return nil }
        return ranges().first { String(validating: bytes[$0], as: UTF8.self) == nil }?.lowerBound
    }

    /// The parts of a line that Unicode's separators divide.
    private func split(_ line: Range<Int>) -> [Range<Int>] {
        let separators: [[UInt8]] = [[0xE2, 0x80, 0xA8], [0xE2, 0x80, 0xA9]]
        var parts: [Range<Int>] = []
        var start = line.lowerBound
        for index in line where bytes[index] == 0xE2 {
            let rest = bytes[index..<line.upperBound]
            guard separators.contains(where: { rest.starts(with: $0) }) else { continue }
            parts.append(start..<index)
            start = index + 3
        }
        return parts + [start..<line.upperBound]
    }

    /// The number of a byte's line, from 1; an offset behind the end counts as the end.
    package func line(at offset: Int) -> Int {
        var (low, high) = (0, starts.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if starts[middle] <= offset { low = middle } else { high = middle - 1 }
        }
        return low + 1
    }

    /// The line and the column of a byte; an offset behind the end counts as the end.
    package func position(at offset: Int) -> TextPosition {
        let line = line(at: offset)
        let start = starts[line - 1]
        // The other bytes of a character in UTF-8 begin with the bits 10.
        let column = bytes[start..<max(start, min(offset, bytes.count))].count { $0 & 0xC0 != 0x80 }
        // Columns begin behind a byte order mark.
        let hasMark = line == 1 && offset >= 3 && bytes.starts(with: TextLines.byteOrderMark)
        return TextPosition(line: line, column: column + (hasMark ? 0 : 1))
    }

    /// What some editors write at the start of a UTF-8 text.
    package static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
