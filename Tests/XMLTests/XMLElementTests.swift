import DailiesXML
import Foundation
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Written XML, read back with libxml2.
struct XMLElementTests {
    /// Reads the attributes and the text of a document's elements.
    private final class Reading: NSObject, XMLParserDelegate {
        var attributes: [String: String] = [:]
        var text = ""

        init(_ document: String) throws {
            super.init()
            let parser = XMLParser(data: Data(document.utf8))
            parser.delegate = self
            try #require(parser.parse(), "\(String(describing: parser.parserError)): \(document)")
        }

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
            qualifiedName: String?, attributes: [String: String]
        ) { self.attributes.merge(attributes) { $1 } }

        func parser(_ parser: XMLParser, foundCharacters text: String) { self.text += text }
    }

    @Test(arguments: [
        "plain", "a < b && c > d", "\"quoted\" 'text'", "two\nlines\tand a tab\r\n", "]]>", "&amp;",
        "a<\u{338}b", "gulls 🕊️ and ünïcödé", "\u{85}\u{2028}", "",
    ])
    func textsComeBack(_ text: String) throws {
        let reading = try Reading(XMLElement("a", [("b", text)], text: text).lines().joined())
        #expect(reading.attributes["b"] == text)
        #expect(reading.text == text)
    }

    @Test(arguments: ["\u{0}", "\u{1B}", "\u{1F}", "\u{FFFE}", "\u{FFFF}"])
    func charactersThatXMLForbidsAreReplaced(_ text: String) throws {
        let lines = XMLElement("a", [("b", "x\(text)y")]).lines()
        #expect(try Reading(lines.joined()).attributes["b"] == "x\u{FFFD}y")
    }

    @Test func elementsWithoutAValueAreLeftOut() {
        let element = XMLElement(
            "a", [("b", nil), ("c", "1")], [XMLElement("d"), XMLElement("e", text: "f")])
        #expect(element.lines() == [#"<a c="1">"#, "    <d/>", "    <e>f</e>", "</a>"])
    }
}
