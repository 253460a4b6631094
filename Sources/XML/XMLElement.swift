/// An element of an XML document that is written.
package struct XMLElement: Sendable {
    package let name: String
    package var attributes: [(name: String, value: String)]
    package var children: [XMLElement]
    /// The text in it; elements have either text or children.
    package var text: String?

    /// - Parameter attributes: names and values; those without a value are left out.
    package init(
        _ name: String, _ attributes: [(String, String?)] = [], text: String? = nil,
        _ children: [XMLElement] = []
    ) {
        self.name = name
        self.attributes = attributes.compactMap { name, value in value.map { (name, $0) } }
        self.children = children
        self.text = text
    }

    /// The element on lines of its own.
    package func lines(indent: Int = 0) -> [String] {
        let space = String(repeating: "    ", count: indent)
        let start = ([name] + attributes.map { "\($0.name)=\"\(Self.escaped($0.value))\"" })
            .joined(separator: " ")
        if let text { return ["\(space)<\(start)>\(Self.escaped(text))</\(name)>"] }
        guard !children.isEmpty else { return ["\(space)<\(start)/>"] }
        return ["\(space)<\(start)>"] + children.flatMap { $0.lines(indent: indent + 1) }
            + ["\(space)</\(name)>"]
    }

    /// Escapes a text for XML; characters that XML doesn't allow become U+FFFD (XML 1.0, 2.2 and 3.3.3).
    package static func escaped(_ text: String) -> String {
        var escaped = ""
        // By scalar, not by Character: "<" and a combining mark after it are one Character.
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            // Literal ones would be read as spaces in attributes.
            case "\t", "\n", "\r": escaped += "&#\(scalar.value);"
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
                escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
