/// The values of a property in an XMP packet: an attribute or an element of a top-level description.
///
/// Source: ISO 16684-1, clause 7 (a subset of RDF/XML).
struct XMPProperties {
    private let wanted: XMLName
    private(set) var values: [String] = []
    private var hasRDF = false
    /// The open elements.
    private var path: [XMLName] = []
    /// The text of the wanted element that is being read.
    private var text: String?

    /// - Throws: `MalformedXMP`.
    static func values(
        of property: XMLName, in packet: [UInt8]
    ) throws(MalformedXMP) -> [String] {
        var properties = XMPProperties(wanted: property)
        var reader = try XMLReader(packet)
        while let event = try reader.next() { properties.add(event) }
        guard properties.hasRDF else { throw MalformedXMP("has no rdf:RDF element") }
        return properties.values
    }

    private init(wanted: XMLName) { self.wanted = wanted }

    private static let rdf = XMLName(XMPNamespace.rdf, "RDF")
    private static let description = XMLName(XMPNamespace.rdf, "Description")

    /// Whether the innermost open element describes the file itself.
    private var isInDescription: Bool {
        path.last == Self.description && path.dropLast().last == Self.rdf
    }

    private mutating func add(_ event: XMLReader.Event) {
        switch event {
        case .start(let name, let attributes):
            if name == Self.rdf { hasRDF = true }
            let isProperty = isInDescription && name == wanted
            path.append(name)
            if isProperty {
                text = ""
                let resource = XMLName(XMPNamespace.rdf, "resource")
                if let link = attributes.first(where: { $0.name == resource }) { text = link.value }
            } else if isInDescription {
                values += attributes.filter { $0.name == wanted }.map(\.value)
            }
        case .text(let part):
            if path.last == wanted { text? += part }
        case .end(let name):
            path.removeLast()
            if name == wanted, isInDescription, let text {
                values.append(text.trimmed)
                self.text = nil
            }
        }
    }
}

extension String {
    /// The text without white space at its ends.
    fileprivate var trimmed: String {
        let start = drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }
}
