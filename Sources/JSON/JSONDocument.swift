package import Foundation

/// A JSON text that a person wrote: its value with the place of each member, and every flaw.
///
/// A parser for programs stops at the first error; this one reads on where it is clear what was meant
/// (a comma too many, a comment), so that all flaws are reported at once.
package struct JSONDocument: Sendable {
    /// The value; `nil` if the text can't be read to its end.
    package let value: JSONValue?
    /// Everything that JSON doesn't allow, and names that an object has twice; in the order of the text.
    package let flaws: [Flaw]
    /// The offset of each value in the text, by its path: that of a member's name, and of the first
    /// character of an element or of the whole value.
    ///
    /// A path has member names joined by full stops, and the numbers of elements from 1, such as
    /// `shots[2].prompt`; the whole value's is empty.
    package let offsets: [String: Int]
    private let lines: TextLines

    /// A place where a text isn't what it should be.
    package struct Flaw: Hashable, Sendable {
        package let offset: Int
        package let position: TextPosition
        /// What is wrong.
        package let wrong: String
        /// How to correct it; empty if that is clear.
        package let correction: String
        /// The name that an object has twice, if that is the flaw.
        package let duplicate: String?

        /// What is wrong and how to correct it.
        package var message: String { correction.isEmpty ? wrong : "\(wrong); \(correction)" }
    }

    /// Reads a text in UTF-8.
    package init(_ text: Data) {
        lines = TextLines([UInt8](text))
        var parser = JSONDocumentParser(lines)
        value = parser.document()
        offsets = parser.offsets
        flaws = parser.flaws.sorted { $0.offset < $1.offset }
    }

    /// Where a value is, by its path; for a member that is missing, where the object is that should
    /// have it.
    package func position(near path: String) -> TextPosition? {
        var path = path
        while offsets[path] == nil, !path.isEmpty {
            let end = path.lastIndex { $0 == "." || $0 == "[" } ?? path.startIndex
            path = String(path[..<end])
        }
        return offsets[path].map(lines.position)
    }
}
