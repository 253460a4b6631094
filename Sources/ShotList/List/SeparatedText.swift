import Foundation

/// A text with separated values: rows of cells, as RFC 4180 describes them and spreadsheets write them.
///
/// The separator is a comma, a semicolon or a tab: the one that the first row has most of, or the one
/// that a first line `sep=;` names. Rows end with CR LF, LF or CR. A cell in quotes may contain
/// separators and line breaks, and quotes doubled.
struct SeparatedText {
    private(set) var rows: [Row] = []
    private(set) var flaws: [Flaw] = []
    /// Whether the text could be read to its end.
    private(set) var isComplete = true
    private let bytes: [UInt8]
    private var index = 0
    private var separator = UInt8(ascii: ",")

    struct Row {
        /// The number of the row as spreadsheets count, from 1.
        let number: Int
        let cells: [Cell]

        /// Whether no cell has a content.
        var isBlank: Bool { cells.allSatisfy(\.text.isEmpty) }
    }

    struct Cell {
        /// The content without quotes, and without white space around it.
        let text: String
        /// The offset of its first byte.
        let offset: Int
    }

    /// A place that breaks the format.
    struct Flaw {
        let offset: Int
        let row: Int
        let wrong: String
        let correction: String
    }

    /// - Parameter limit: how many rows with a content to read at most.
    init(_ bytes: [UInt8], limit: Int = .max) {
        self.bytes = bytes
        separator = Self.separator(of: bytes)
        var number = 1
        if let first = Self.namedSeparator(bytes) {
            separator = first.separator
            index = first.end
            number = 2
        }
        var left = limit
        while index < bytes.count, left > 0, isComplete {
            let row = row(number)
            rows.append(row)
            if !row.isBlank { left -= 1 }
            number += 1
        }
    }

    /// The first row with a content.
    var header: Row? { rows.first { !$0.isBlank } }

    private static let quote = UInt8(ascii: "\"")
    private static let separators = Array(",;\t".utf8)

    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    /// The separator that the first row with a content has most of, outside quotes; 0 for none.
    private static func separator(of bytes: [UInt8]) -> UInt8 {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        let content = bytes.firstIndex { $0 != 0x20 && !isLineEnd($0) && !separators.contains($0) }
        let start = bytes[..<(content ?? 0)].lastIndex(where: isLineEnd).map { $0 + 1 } ?? 0
        for byte in bytes[start...] {
            if byte == quote {
                isQuoted.toggle()
            } else if !isQuoted {
                if isLineEnd(byte) { break }
                if separators.contains(byte) { counts[byte, default: 0] += 1 }
            }
        }
        // Without one there is a single column, whose cells may contain any of them.
        guard let most = counts.values.max() else { return 0 }
        return separators.first { counts[$0] == most } ?? 0
    }

    /// The separator of a first line such as `sep=;`, which Excel writes and reads.
    private static func namedSeparator(_ bytes: [UInt8]) -> (separator: UInt8, end: Int)? {
        let prefix = Array("sep=".utf8)
        guard bytes.count > 5, bytes.starts(with: prefix), separators.contains(bytes[4]),
            isLineEnd(bytes[5])
        else { return nil }
        let isPair = bytes[5] == 0x0D && bytes.count > 6 && bytes[6] == 0x0A
        return (bytes[4], isPair ? 7 : 6)
    }

    private mutating func row(_ number: Int) -> Row {
        var cells: [Cell] = []
        while true {
            cells.append(cell(number))
            guard index < bytes.count else { break }
            let byte = bytes[index]
            index += 1
            if byte == separator { continue }
            if byte == 0x0D, index < bytes.count, bytes[index] == 0x0A { index += 1 }
            break
        }
        return Row(number: number, cells: cells)
    }

    /// Reads a cell up to the separator or the end of the row.
    private mutating func cell(_ row: Int) -> Cell {
        let start = index
        var content: [UInt8] = []
        while index < bytes.count, bytes[index] == 0x20 { index += 1 }
        if index < bytes.count, bytes[index] == Self.quote {
            content = quoted(row)
        } else {
            index = start
        }
        let rest = index
        while index < bytes.count, bytes[index] != separator, !Self.isLineEnd(bytes[index]) {
            index += 1
        }
        let text = Self.trimmed(content)
        let tail = Self.trimmed(Array(bytes[rest..<index]))
        if rest > start, !tail.isEmpty {
            flaws.append(
                Flaw(
                    offset: rest, row: row, wrong: "there is text after the closing quote",
                    correction: "write quotes inside a cell twice: \"\""))
        }
        return Cell(text: text + tail, offset: start)
    }

    private mutating func quoted(_ row: Int) -> [UInt8] {
        let start = index
        var content: [UInt8] = []
        index += 1
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == Self.quote {
                guard index < bytes.count, bytes[index] == Self.quote else { return content }
                index += 1
            }
            content.append(byte)
        }
        isComplete = false
        flaws.append(
            Flaw(
                offset: start, row: row, wrong: "the quotes of this cell aren't closed",
                correction: "write \" at its end"))
        return content
    }

    private static func trimmed(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
