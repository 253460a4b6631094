import DailiesJSON
import Foundation

// Lists as plain text: a prompt a line.
extension ListDocument {
    mutating func readText() {
        for (start, prompt) in places.lines.trimmed(unicode: true) where !prompt.hasPrefix("#") {
            places.set(ListPlaces.path(ofShot: shots.count), offset: start)
            shots.append(Entry(index: shots.count, fields: ["prompt": .string(prompt)]))
        }
        checkShots()
    }
}

extension TextLines {
    /// The lines of a UTF-8 text that aren't blank, without the white space around them, each with the
    /// offset of its first character.
    ///
    /// - Parameter unicode: whether U+2028 and U+2029 end a line too.
    func trimmed(unicode: Bool = false) -> [(start: Int, text: String)] {
        ranges(unicode: unicode).compactMap { range in
            let line = String(decoding: bytes[range], as: UTF8.self)
            let text = line.trimmingCharacters(in: .whitespaces)
            guard !text.isEmpty else { return nil }
            let indent = line.unicodeScalars.prefix { CharacterSet.whitespaces.contains($0) }
            return (range.lowerBound + String(indent).utf8.count, text)
        }
    }
}
