/// The name of an element or attribute with its namespace.
struct XMLName: Hashable {
    /// Empty if it has none.
    let namespace: String
    let local: String

    init(_ namespace: String, _ local: String) {
        self.namespace = namespace
        self.local = local
    }
}

/// XMP that isn't a well-formed document in UTF-8.
struct MalformedXMP: Error, Hashable {
    /// A clause whose subject is the XMP.
    let reason: String

    init(_ reason: String) { self.reason = reason }
}

/// Reads XML in UTF-8 element after element, in constant stack space.
///
/// Source: XML 1.0 and Namespaces in XML 1.0, W3C. A document type declaration, which XMP must not
/// have, is refused: so there are no entities but the predefined ones.
struct XMLReader {
    enum Event {
        case start(XMLName, attributes: [(name: XMLName, value: String)])
        case text(String)
        case end(XMLName)
    }

    /// An open element and the namespaces that it declares.
    private struct Open {
        let raw: ArraySlice<UInt8>
        let name: XMLName
        let namespaces: [String: String]
    }

    /// No XMP is nested deeper.
    private static let maximumDepth = 200
    /// No XMP declares more in force at once; more would make reading slow.
    private static let maximumNamespaces = 500

    private var rest: ArraySlice<UInt8>
    private var open: [Open] = []
    /// The end of an element without content, which comes after its start.
    private var pendingEnd: XMLName?
    private var hasRoot = false

    init(_ bytes: [UInt8]) throws(MalformedXMP) {
        // Padding may be zeros although it should be spaces.
        let end = bytes.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
        rest = bytes[..<end]
        guard String(validating: rest, as: UTF8.self) != nil else {
            throw MalformedXMP("isn't UTF-8")
        }
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    }

    /// The next event; `nil` at the end.
    mutating func next() throws(MalformedXMP) -> Event? {
        if let name = pendingEnd {
            pendingEnd = nil
            return .end(name)
        }
        while let first = rest.first {
            guard first == UInt8(ascii: "<") else {
                let text = rest.prefix { $0 != UInt8(ascii: "<") }
                rest = rest.dropFirst(text.count)
                if !open.isEmpty { return .text(try Self.decoded(text)) }
                guard text.allSatisfy(\.isXMLSpace) else {
                    throw MalformedXMP("has text outside of its elements")
                }
                continue
            }
            if rest.starts(with: "<?".utf8) {
                _ = try take(to: "?>", after: 2)
            } else if rest.starts(with: "<!--".utf8) {
                _ = try take(to: "-->", after: 4)
            } else if rest.starts(with: "<![CDATA[".utf8) {
                let text = try take(to: "]]>", after: 9)
                guard !open.isEmpty else {
                    throw MalformedXMP("has text outside of its elements")
                }
                return .text(String(decoding: text, as: UTF8.self))
            } else if rest.starts(with: "<!".utf8) {
                throw MalformedXMP("has a declaration that XMP must not have")
            } else if rest.starts(with: "</".utf8) {
                return try endTag()
            } else {
                return try startTag()
            }
        }
        guard open.isEmpty else { throw MalformedXMP("ends within an element") }
        guard hasRoot else { throw MalformedXMP("has no element") }
        return nil
    }

    /// Removes everything up to and including `end`, and returns what is between.
    private mutating func take(
        to end: StaticString, after skipped: Int
    ) throws(MalformedXMP) -> ArraySlice<UInt8> {
        let mark = end.withUTF8Buffer { Array($0) }
        let content = rest.dropFirst(skipped)
        var position = content.startIndex
        while position + mark.count <= content.endIndex {
            if content[position..<position + mark.count].elementsEqual(mark) {
                rest = content[(position + mark.count)...]
                return content[..<position]
            }
            position += 1
        }
        throw MalformedXMP("ends within a tag")
    }

    private mutating func endTag() throws(MalformedXMP) -> Event {
        let tag = try take(to: ">", after: 2)
        let name = tag.prefix { !$0.isXMLSpace }
        guard let last = open.popLast(), last.raw.elementsEqual(name),
            tag.dropFirst(name.count).allSatisfy(\.isXMLSpace)
        else { throw MalformedXMP("closes an element that isn't open") }
        return .end(last.name)
    }

    private mutating func startTag() throws(MalformedXMP) -> Event {
        guard !open.isEmpty || !hasRoot else { throw MalformedXMP("has two roots") }
        guard open.count < Self.maximumDepth else { throw MalformedXMP("is nested too deep") }
        hasRoot = true
        rest = rest.dropFirst()
        let raw = try takeName()
        var written: [(name: ArraySlice<UInt8>, value: String)] = []
        var isEmpty = false
        while true {
            let space = rest.prefix(while: \.isXMLSpace)
            rest = rest.dropFirst(space.count)
            if rest.starts(with: "/>".utf8) {
                rest = rest.dropFirst(2)
                isEmpty = true
                break
            }
            if rest.first == UInt8(ascii: ">") {
                rest = rest.dropFirst()
                break
            }
            guard !space.isEmpty else { throw MalformedXMP("has a malformed tag") }
            written.append(try takeAttribute())
        }
        var namespaces = open.last?.namespaces ?? ["xml": "http://www.w3.org/XML/1998/namespace"]
        for (name, value) in written {
            let text = String(decoding: name, as: UTF8.self)
            if text == "xmlns" {
                namespaces[""] = value
            } else if text.hasPrefix("xmlns:") {
                namespaces[String(text.dropFirst(6))] = value
            }
        }
        guard namespaces.count <= Self.maximumNamespaces else {
            throw MalformedXMP("declares too many namespaces")
        }
        let name = try Self.resolved(raw, namespaces, usesDefault: true)
        var attributes: [(name: XMLName, value: String)] = []
        var seen: Set<XMLName> = []
        for (raw, value) in written where !raw.starts(with: "xmlns".utf8) {
            let name = try Self.resolved(raw, namespaces, usesDefault: false)
            guard seen.insert(name).inserted else { throw MalformedXMP("repeats an attribute") }
            attributes.append((name, value))
        }
        if isEmpty {
            pendingEnd = name
        } else {
            open.append(Open(raw: raw, name: name, namespaces: namespaces))
        }
        return .start(name, attributes: attributes)
    }

    private mutating func takeName() throws(MalformedXMP) -> ArraySlice<UInt8> {
        let name = rest.prefix { byte in
            !byte.isXMLSpace && !"<>/=\"'&".utf8.contains(byte)
        }
        guard !name.isEmpty else { throw MalformedXMP("has a malformed tag") }
        rest = rest.dropFirst(name.count)
        return name
    }

    private mutating func takeAttribute() throws(MalformedXMP) -> (ArraySlice<UInt8>, String) {
        let name = try takeName()
        rest = rest.drop(while: \.isXMLSpace)
        guard rest.first == UInt8(ascii: "=") else { throw MalformedXMP("has a malformed tag") }
        rest = rest.dropFirst().drop(while: \.isXMLSpace)
        guard let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
        else { throw MalformedXMP("has a malformed tag") }
        rest = rest.dropFirst()
        let value = rest.prefix { $0 != quote }
        guard value.endIndex < rest.endIndex else { throw MalformedXMP("ends within a tag") }
        guard !value.contains(UInt8(ascii: "<")) else { throw MalformedXMP("has a malformed tag") }
        rest = rest.dropFirst(value.count + 1)
        return (name, try Self.decoded(value))
    }

    private static func resolved(
        _ raw: ArraySlice<UInt8>, _ namespaces: [String: String], usesDefault: Bool
    ) throws(MalformedXMP) -> XMLName {
        let parts = raw.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        switch parts.count {
        case 1: return XMLName(usesDefault ? namespaces[""] ?? "" : "", parts[0])
        case 2:
            guard let namespace = namespaces[parts[0]] else {
                throw MalformedXMP("uses a namespace that it doesn't declare")
            }
            return XMLName(namespace, parts[1])
        default: throw MalformedXMP("has a malformed tag")
        }
    }

    private static let entities = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'",
    ]

    /// A text with its entities replaced.
    private static func decoded(_ bytes: ArraySlice<UInt8>) throws(MalformedXMP) -> String {
        var text = ""
        var rest = bytes
        while let mark = rest.firstIndex(of: UInt8(ascii: "&")) {
            text += String(decoding: rest[..<mark], as: UTF8.self)
            guard let end = rest[mark...].prefix(12).firstIndex(of: UInt8(ascii: ";")),
                let character = character(String(decoding: rest[(mark + 1)..<end], as: UTF8.self))
            else { throw MalformedXMP("has an unknown entity") }
            text += character
            rest = rest[(end + 1)...]
        }
        return text + String(decoding: rest, as: UTF8.self)
    }

    private static func character(_ entity: String) -> String? {
        guard entity.hasPrefix("#") else { return entities[entity] }
        let digits = entity.dropFirst()
        let isHexadecimal = digits.hasPrefix("x")
        return UInt32(digits.dropFirst(isHexadecimal ? 1 : 0), radix: isHexadecimal ? 16 : 10)
            .flatMap(Unicode.Scalar.init).map { String(Character($0)) }
    }
}

extension UInt8 {
    fileprivate var isXMLSpace: Bool {
        self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D
    }
}
