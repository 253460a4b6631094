/// Writes the bytes of JSON values with sorted members, exactly as Foundation's encoder does, and without
/// the tree of values that it makes first.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    /// Whether each element and each member has a line of its own.
    private let isIndented: Bool
    private var depth = 0

    init(isIndented: Bool) { self.isIndented = isIndented }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .integer(let value): append(value.description)
        case .number(let value): write(value)
        case .string(let text): write(text)
        case .array(let list):
            writeList("[", list, "]") { writer, element in writer.write(element) }
        case .object(let members):
            writeList("{", members.sorted(by: Self.isBefore), "}") { writer, member in
                writer.write(member.key)
                writer.append(writer.isIndented ? " : " : ":")
                writer.write(member.value)
            }
        }
    }

    /// Names are sorted by the bytes of their UTF-8.
    private static func isBefore(
        _ one: (key: String, value: JSONValue), _ other: (key: String, value: JSONValue)
    ) -> Bool {
        one.key.utf8.lexicographicallyPrecedes(other.key.utf8)
    }

    private mutating func writeList<Element>(
        _ start: String, _ list: [Element], _ end: String,
        _ writeElement: (inout JSONWriter, Element) -> Void
    ) {
        append(start)
        depth += 1
        for (index, element) in list.enumerated() {
            if index > 0 { append(",") }
            beginLine()
            writeElement(&self, element)
        }
        // Foundation writes an empty line between the brackets of an empty list.
        if isIndented, list.isEmpty { append("\n") }
        depth -= 1
        beginLine()
        append(end)
    }

    private mutating func beginLine() {
        guard isIndented else { return }
        append("\n")
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }

    private mutating func write(_ number: Double) {
        // JSON has no such numbers.
        guard number.isFinite else { return write(number.description) }
        let text = number.description
        append(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
    }

    private mutating func write(_ text: String) {
        append("\"")
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): append("\\\"")
            case UInt8(ascii: "\\"): append("\\\\")
            case 0x08: append("\\b")
            case 0x09: append("\\t")
            case 0x0A: append("\\n")
            case 0x0C: append("\\f")
            case 0x0D: append("\\r")
            case 0x00..<0x20:
                append("\\u00")
                bytes.append(Self.digit(byte >> 4))
                bytes.append(Self.digit(byte & 0xF))
            default: bytes.append(byte)
            }
        }
        append("\"")
    }

    /// A hexadecimal digit.
    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
