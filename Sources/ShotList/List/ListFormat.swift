import DailiesJSON
import Foundation

/// The file formats of shot lists.
enum ListFormat {
    case json
    /// A shot a line, as JSON.
    case jsonLines
    /// A shot a row, with the names of fields in the first one.
    case table
    /// A prompt a line.
    case text

    /// The format of a file; `nil` for an extension that isn't known.
    ///
    /// The content decides if there is no extension, as on the standard input.
    init?(fileExtension: String, content: TextLines) {
        switch fileExtension.lowercased() {
        case "json": self = .json
        case "jsonl", "ndjson": self = .jsonLines
        case "csv", "tsv", "tab": self = .table
        case "txt": self = .text
        case "": self.init(content: content)
        default: return nil
        }
    }

    private init(content: TextLines) {
        let lines = content.trimmed()
        switch lines.first?.text.first {
        case "{"?:
            let first = lines.first.map { JSONDocument(Data($0.text.utf8)) }
            let isLines = lines.count > 1 && first?.value?.members != nil
            self = isLines ? .jsonLines : .json
        case "["?: self = .json
        default: self = ShotTable.hasHeader(content.bytes) ? .table : .text
        }
    }
}

/// The bytes of a list file as UTF-8.
enum ListText {
    /// Converts UTF-16 with a byte order mark, which some spreadsheets write, and removes a mark.
    static func utf8(_ bytes: Data) -> [UInt8] {
        let isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
        if isUTF16, let text = String(data: bytes, encoding: .utf16) {
            return Array(text.utf8)
        }
        let mark = TextLines.byteOrderMark
        return Array(bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes)
    }
}
