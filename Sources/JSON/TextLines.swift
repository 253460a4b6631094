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

    /// The line and the column of a byte; an offset behind the end counts as the end.
    package func position(at offset: Int) -> TextPosition {
        var (low, high) = (0, starts.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if starts[middle] <= offset { low = middle } else { high = middle - 1 }
        }
        // The other bytes of a character in UTF-8 begin with the bits 10.
        let column = bytes[starts[low]..<max(starts[low], min(offset, bytes.count))]
            .count { $0 & 0xC0 != 0x80 }
        // Columns begin behind a byte order mark.
        let hasMark = low == 0 && offset >= 3 && bytes.starts(with: TextLines.byteOrderMark)
        return TextPosition(line: low + 1, column: column + (hasMark ? 0 : 1))
    }

    /// What some editors write at the start of a UTF-8 text.
    package static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
