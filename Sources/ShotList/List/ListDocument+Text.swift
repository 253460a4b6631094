import DailiesJSON
import Foundation

// Lists as plain text: a prompt a line.
extension ListDocument {
    mutating func readText() {
        guard String(validating: places.lines.bytes, as: UTF8.self) != nil else {
            return fail(ListProblem("the file isn't UTF-8 text", "save it as UTF-8"))
        }
        for (start, line) in textLines() {
            let prompt = String(decoding: line, as: UTF8.self)
            guard !prompt.hasPrefix("#") else { continue }
            places.set(ListPlaces.path(ofShot: shots.count), offset: start)
            shots.append(Entry(index: shots.count, fields: ["prompt": .string(prompt)]))
        }
        checkShots()
    }

    /// The lines that aren't blank, without the white space around them, with their offsets.
    func textLines() -> [(start: Int, line: ArraySlice<UInt8>)] {
        lines(of: places.lines.bytes[...]).compactMap { line in
            let text = String(decoding: line, as: UTF8.self)
            let trimmed = text.trimmingCharacters(in: .whitespaces)
            guard !trimmed.isEmpty else { return nil }
            let leading = text.prefix { $0.unicodeScalars.allSatisfy(\.properties.isWhitespace) }
            let start = line.startIndex + leading.utf8.count
            return (start, line[start..<min(line.endIndex, start + trimmed.utf8.count)])
        }
    }

    /// The lines of a text in UTF-8; LF, CR, and Unicode's line and paragraph separators (U+2028,
    /// U+2029) end one.
    private func lines(of bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var (start, index) = (bytes.startIndex, bytes.startIndex)
        while index < bytes.endIndex {
            let rest = bytes[index...]
            let isSeparator =
                rest.starts(with: [0xE2, 0x80, 0xA8]) || rest.starts(with: [0xE2, 0x80, 0xA9])
            guard isSeparator || rest.first == 0x0A || rest.first == 0x0D else {
                index += 1
                continue
            }
            lines.append(bytes[start..<index])
            index += isSeparator ? 3 : 1
            start = index
        }
        return lines + [bytes[start...]]
    }
}
