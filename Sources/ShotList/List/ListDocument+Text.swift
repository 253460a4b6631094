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
        places.lines.bytes.split { $0 == 0x0A || $0 == 0x0D }.compactMap { line in
            let text = String(decoding: line, as: UTF8.self)
            let trimmed = text.trimmingCharacters(in: .whitespaces)
            guard !trimmed.isEmpty else { return nil }
            let leading = text.prefix { $0.unicodeScalars.allSatisfy(\.properties.isWhitespace) }
            let start = line.startIndex + leading.utf8.count
            return (start, line[start..<min(line.endIndex, start + trimmed.utf8.count)])
        }
    }
}
