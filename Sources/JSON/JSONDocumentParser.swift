import Foundation

/// Parses JSON for `JSONDocument`.
struct JSONDocumentParser {
    /// Where each value is, by its path.
    private(set) var offsets: [String: Int] = [:]
    /// Every flaw, as they are found: one of a whole text follows those within it.
    private(set) var flaws: [JSONDocument.Flaw] = []
    private let lines: TextLines
    private let bytes: [UInt8]
    private var index = 0

    /// The rest can't be read: the last flaw says why.
    private struct Stop: Error {}

    init(_ lines: TextLines) {
        self.lines = lines
        bytes = lines.bytes
        if bytes.starts(with: TextLines.byteOrderMark) { index = TextLines.byteOrderMark.count }
    }

    /// Parses the whole text; `nil` after a flaw that hides what the rest means.
    mutating func document() -> JSONValue? {
        do {
            skipSpace()
            guard current != nil else { throw stop("it is empty") }
            let value = try value(at: "", depth: 0)
            skipSpace()
            guard current == nil else {
                throw stop("\(shown) comes after its end", "write one value")
            }
            return value
        } catch {
            return nil
        }
    }

    // MARK: Bytes

    private static let startsNumber = Array("-+.".utf8)
    private static let inNumber = Array("-+.eE".utf8)

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isInWord(_ byte: UInt8) -> Bool {
        byte >= 0x80 || isDigit(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            || Array("_$-".utf8).contains(byte)
    }

    /// Whether a word can contain a character: typographic quotes and spaces aren't ASCII either.
    private static func isInWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || scalar.properties.generalCategory == .nonspacingMark
    }

    private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    private func at(_ character: Unicode.Scalar) -> Bool { current == UInt8(ascii: character) }

    /// The current character in a message.
    private var shown: String {
        guard let current else { return "the end" }
        if current < 0x20 || current == 0x7F { return "a control character" }
        let text = String(decoding: bytes[index..<min(index + 8, bytes.count)], as: UTF8.self)
        return text.first.map { "\"\($0)\"" } ?? "a byte"
    }

    /// Words and the number of an earlier line, such as " of line 3"; empty for the current line.
    private func earlierLine(_ words: String, _ offset: Int) -> String {
        let line = lines.line(at: offset)
        return line == lines.line(at: index) ? "" : "\(words) line \(line)"
    }

    private mutating func flaw(
        _ wrong: String, _ correction: String = "", at offset: Int? = nil, duplicate: String? = nil
    ) {
        let offset = offset ?? index
        flaws.append(
            JSONDocument.Flaw(
                offset: offset, position: lines.position(at: offset), wrong: wrong,
                correction: correction, duplicate: duplicate))
    }

    private mutating func stop(
        _ wrong: String, _ correction: String = "", at offset: Int? = nil
    ) -> Stop {
        flaw(wrong, correction, at: offset)
        return Stop()
    }

    /// Skips white space, and comments with a flaw.
    private mutating func skipSpace() {
        while let byte = current {
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            case UInt8(ascii: "#"), UInt8(ascii: "/"):
                guard skipComment() else { return }
            default: return
            }
        }
    }

    /// Skips a comment; `false` if there is none.
    private mutating func skipComment() -> Bool {
        let start = index
        let next = index + 1 < bytes.count ? bytes[index + 1] : 0
        if at("#") || next == UInt8(ascii: "/") {
            while let byte = current, byte != 0x0A, byte != 0x0D { index += 1 }
        } else if next == UInt8(ascii: "*") {
            index += 2
            while index < bytes.count, !bytes[index...].starts(with: Array("*/".utf8)) {
                index += 1
            }
            index = min(index + 2, bytes.count)
        } else {
            return false
        }
        flaw("JSON has no comments", "write it as a member: \"//\": \"…\"", at: start)
        return true
    }

    // MARK: Values

    private mutating func value(at path: String, depth: Int) throws -> JSONValue {
        if offsets[path] == nil { offsets[path] = index }
        switch current {
        case UInt8(ascii: "{")?: return try object(at: path, depth: depth + 1)
        case UInt8(ascii: "[")?: return try list(at: path, depth: depth + 1)
        case UInt8(ascii: "\"")?, UInt8(ascii: "'")?: return .string(try text())
        case let byte? where Self.isDigit(byte) || Self.startsNumber.contains(byte):
            return number()
        case nil: throw stop("it ends where a value is expected")
        default: return try word()
        }
    }

    private mutating func object(at path: String, depth: Int) throws -> JSONValue {
        let start = index
        guard depth <= JSONValue.nestingLimit else {
            throw stop("it is nested deeper than \(JSONValue.nestingLimit) levels")
        }
        index += 1
        var members: [String: JSONValue] = [:]
        // The offset of each name, where it is first.
        var firsts: [String: Int] = [:]
        while try !isAtEnd(of: "{", "}", from: start) {
            let nameOffset = index
            let name = try memberName()
            let inner = path.isEmpty ? name : "\(path).\(name)"
            // Comments are often written as several members with the name "//".
            if let first = firsts[name], !name.hasPrefix("//") {
                flaw(
                    "it is there twice" + earlierLine(", first in", first), "keep one",
                    at: nameOffset, duplicate: name)
            } else {
                firsts[name] = nameOffset
            }
            offsets[inner] = nameOffset
            skipSpace()
            guard at(":") else {
                throw stop(
                    "a colon is missing after \"\(name)\"", "write \"\(name)\": and its value")
            }
            index += 1
            skipSpace()
            members[name] = try value(at: inner, depth: depth)
            try separator(before: "}")
        }
        return .object(members)
    }

    private mutating func list(at path: String, depth: Int) throws -> JSONValue {
        let start = index
        guard depth <= JSONValue.nestingLimit else {
            throw stop("it is nested deeper than \(JSONValue.nestingLimit) levels")
        }
        index += 1
        var elements: [JSONValue] = []
        while try !isAtEnd(of: "[", "]", from: start) {
            elements.append(try value(at: "\(path)[\(elements.count + 1)]", depth: depth))
            try separator(before: "]")
        }
        return .array(elements)
    }

    /// Whether the next character closes a list or an object, which is then behind the index.
    private mutating func isAtEnd(
        of opening: Character, _ closing: Unicode.Scalar, from start: Int
    ) throws -> Bool {
        skipSpace()
        while at(",") {
            flaw("a comma without a value before it", "remove it")
            index += 1
            skipSpace()
        }
        guard current != nil else {
            throw stop("it ends, and the \"\(opening)\"\(earlierLine(" of", start)) isn't closed")
        }
        if at(closing) {
            index += 1
            return true
        }
        if at("]") || at("}") {
            throw stop(
                "\(shown) can't close the \"\(opening)\"\(earlierLine(" of", start))",
                "write \"\(closing)\"")
        }
        return false
    }

    /// Skips the comma after a value; one before the end of the list or object is a flaw, and so is a
    /// missing one.
    private mutating func separator(before closing: Unicode.Scalar) throws {
        let end = index
        skipSpace()
        if at(",") {
            let comma = index
            index += 1
            skipSpace()
            if at(closing) {
                flaw("a comma before \"\(closing)\"", "remove it", at: comma)
            }
            return
        }
        switch current {
        case UInt8(ascii: "\"")?, UInt8(ascii: "{")?, UInt8(ascii: "[")?:
            // A ] or } that closes something else is reported there.
            flaw("a comma is missing between two values", "write it here", at: end)
        case UInt8(ascii: "]")?, UInt8(ascii: "}")?, nil: break
        default:
            throw stop(
                "\(shown) isn't expected after a value",
                "write a comma or \"\(closing)\"; texts need quotes")
        }
    }

    private mutating func memberName() throws -> String {
        if at("\"") || at("'") { return try text() }
        let start = index
        let word = bareWord()
        guard !word.isEmpty else {
            throw stop("\(shown) isn't expected here", "write a name in quotes")
        }
        flaw("the name \(word) has no quotes", "write \"\(word)\"", at: start)
        return word
    }

    // MARK: Scalars

    private mutating func bareWord() -> String {
        let start = index
        while let byte = current, Self.isInWord(byte) { index += 1 }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        let word = String(text.unicodeScalars.prefix(while: Self.isInWord))
        index = start + word.utf8.count
        return word
    }

    private mutating func word() throws -> JSONValue {
        let start = index
        let word = bareWord()
        switch word {
        case "true": return true
        case "false": return false
        case "null": return nil
        case "":
            throw stop("\(shown) isn't expected here", "write a value, texts in quotes")
        default: break
        }
        let meant: [String: JSONValue] = [
            "true": true, "yes": true, "on": true, "false": false, "no": false, "off": false,
            "none": nil, "null": nil, "nil": nil, "undefined": nil, "nan": nil, "infinity": nil,
        ]
        if let value = meant[word.lowercased()] {
            flaw("\(word) isn't a JSON value", "write \(value.line)", at: start)
            return value
        }
        guard offsets[""] != start else {
            throw stop("\(word) isn't a JSON value", "write an object: {…}", at: start)
        }
        guard current != nil else { throw stop("it ends within a value") }
        flaw("the text \(word) has no quotes", "write \"\(word)\"", at: start)
        return .string(word)
    }

    private mutating func number() -> JSONValue {
        let start = index
        while let byte = current, Self.isDigit(byte) || Self.inNumber.contains(byte) {
            index += 1
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        let shown: String = text.count > 40 ? text.prefix(39) + "…" : text
        // A regular expression is compiled anew for each use.
        let isPlain = Int(text).map { String($0) == text } == true
        let isValid =
            isPlain || text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/) != nil
        guard let number = Double(text), number.isFinite else {
            flaw(
                isValid ? "\(shown) is too large" : "\(shown) isn't a number",
                isValid ? "" : "write digits, such as 5 or 0.5", at: start)
            return nil
        }
        let value =
            Int(text).map(JSONValue.integer)
            ?? Int(exactly: number).map(JSONValue.integer) ?? .number(number)
        if !isValid {
            flaw(
                "\(shown) isn't a number of JSON",
                "write \(value.line), or \"\(shown)\" if it is a text", at: start)
        }
        return value
    }

    /// Reads a text in quotes; single quotes are a flaw.
    private mutating func text() throws -> String {
        let start = index
        let quote = bytes[index]
        if quote == UInt8(ascii: "'") {
            flaw("a text in single quotes", "write double quotes: \"…\"")
        }
        index += 1
        var content: [UInt8] = []
        while let byte = current, byte != quote {
            switch byte {
            case UInt8(ascii: "\\"): escape(into: &content, in: quote)
            case 0x0A, 0x0D:
                throw stop(
                    "the quotes of this text aren't closed in its line",
                    "write \\n for a line break", at: start)
            case 0..<0x20:
                flaw("a control character in a text", "write it as \(Self.escape(of: byte))")
                content.append(byte)
                index += 1
            default:
                content.append(byte)
                index += 1
            }
        }
        guard current != nil else {
            throw stop("the quotes of this text aren't closed", "write \" at its end", at: start)
        }
        index += 1
        if let text = String(validating: content, as: UTF8.self) { return text }
        flaw("it isn't UTF-8 text", "save the file as UTF-8", at: start)
        return String(decoding: content, as: UTF8.self)
    }

    private static func escape(of byte: UInt8) -> String {
        byte == 0x09 ? "\\t" : "\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }

    /// Reads an escape; a text in single quotes, which is a flaw itself, may escape those.
    private mutating func escape(into content: inout [UInt8], in quote: UInt8) {
        let start = index
        index += 1
        let simple: [UInt8: UInt8] = [
            UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "/"): 0x2F,
            UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A,
            UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
        ]
        guard let byte = current else { return }
        if let meant = byte == quote ? quote : simple[byte] {
            content.append(meant)
            index += 1
        } else if byte == UInt8(ascii: "u"), let first = codeUnit(at: index + 1) {
            index += 5
            var scalar = Unicode.Scalar(first)
            if scalar == nil, (0xD800...0xDBFF).contains(first), at("\\"),
                index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "u"),
                let second = codeUnit(at: index + 2), (0xDC00...0xDFFF).contains(second)
            {
                index += 6
                scalar = Unicode.Scalar(
                    0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
            }
            if scalar == nil {
                flaw("a surrogate without its other half", "write the character", at: start)
            }
            content += Array(String(scalar ?? "\u{FFFD}").utf8)
        } else {
            flaw(
                "\\ and \(shown) aren't an escape of JSON", "write \\\\ for a backslash", at: start)
            content.append(UInt8(ascii: "\\"))
        }
    }

    /// Four hexadecimal digits.
    private func codeUnit(at start: Int) -> UInt32? {
        guard start + 4 <= bytes.count else { return nil }
        let digits = bytes[start..<start + 4]
        guard digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit && $0 < 0x80 }) else {
            return nil
        }
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
