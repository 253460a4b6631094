import DailiesPolicy
import Foundation
import Testing

/// Invalid documents are rejected with the line and the reason.
struct PolicyDocumentTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let document: String
        let line: Int?
        let words: String
        var testDescription: String { words }

        init(_ line: Int?, _ words: String, _ document: String) {
            (self.document, self.line, self.words) = (document, line, words)
        }
    }

    private static func rule(_ attributes: String, _ text: String = "1") -> String {
        "<policy type=\"and\">\n<rule \(attributes)>\(text)</rule>\n</policy>"
    }

    static let faults = [
        Fault(nil, "empty", ""),
        Fault(1, "well-formed", "no XML at all"),
        Fault(1, "isn't closed", "<?xml version=\"1.0\"><policy/>"),
        Fault(2, "well-formed", "<policy>\n<rule value=\"Width\" tracktype=\"Video\"></policy>"),
        Fault(1, "<policy> was expected", "<html></html>"),
        Fault(1, "<policy> was expected", "<rule value=\"Width\" tracktype=\"Video\"/>"),
        Fault(2, "a policy is empty", "<policy>\n</policy>"),
        Fault(3, "<note> is unknown", "<policy>\n\n<note/></policy>"),
        Fault(2, "text between the elements", "<policy>\n1920</policy>"),
        Fault(1, "xor", "<policy type=\"xor\"><rule/></policy>"),
        Fault(1, "\"typ\"", "<policy typ=\"or\"><rule/></policy>"),
        Fault(2, "names no field", rule("tracktype=\"Video\"")),
        Fault(2, "names no tracktype", rule("value=\"Width\"")),
        Fault(2, "\"video\"", rule("value=\"Width\" tracktype=\"video\"")),
        Fault(2, "\"~\"", rule("value=\"Width\" tracktype=\"Video\" operator=\"~\"")),
        Fault(
            2, "nothing to compare", rule("value=\"Width\" tracktype=\"Video\" operator=\"=\"", " ")
        ),
        Fault(2, "operater", rule("value=\"Width\" tracktype=\"Video\" operater=\"=\"")),
        Fault(2, "occurrence", rule("value=\"Width\" tracktype=\"Video\" occurrence=\"0\"")),
        Fault(2, "scope", rule("value=\"Width\" scope=\"all\"")),
        Fault(2, "level", rule("value=\"Width\" tracktype=\"Video\" level=\"fatal\"")),
        Fault(2, "only text", rule("value=\"Width\" tracktype=\"Video\"", "<b>1</b>")),
    ]

    @Test(arguments: faults)
    func invalidDocumentsAreRejected(_ fault: Fault) throws {
        let error = try #require(throws: PolicyError.self) {
            try MediaConchPolicy(xml: fault.document.utf8)
        }
        #expect(error.line == fault.line, "\(error)")
        #expect(error.message.contains(fault.words), "\(error)")
        #expect(error.description.hasPrefix(fault.line.map { "line \($0): " } ?? ""))
    }

    private static let whole =
        "<policy><rule value=\"Format\" tracktype=\"Video\" operator=\"=\">AVC</rule></policy>"

    /// Nine levels of entities with ten references each: a billion expansions.
    private static var bomb: String {
        let entities = (1...9).map { level in
            "<!ENTITY e\(level) \"\(String(repeating: "&e\(level - 1);", count: 10))\">"
        }
        return """
            <?xml version="1.0"?>
            <!DOCTYPE policy [<!ENTITY e0 "AVC">\(entities.joined())]>
            <policy name="&e9;"><rule value="Format" tracktype="Video" operator="=">&e9;</rule></policy>
            """
    }

    private static let externalEntity = """
        <?xml version="1.0"?>
        <!DOCTYPE policy [<!ENTITY e SYSTEM "file:///etc/passwd">]>
        <policy><rule value="Format" tracktype="Video" operator="=">&e;</rule></policy>
        """

    @Test(arguments: [bomb, externalEntity])
    func documentTypesAreRejected(_ document: String) throws {
        let error = try #require(throws: PolicyError.self) {
            try MediaConchPolicy(xml: document.utf8)
        }
        #expect(error.line == 2)
        #expect(error.message.contains("DOCTYPE"))
    }

    /// Encodings that parsers follow or guess, in which a document type isn't recognisable as ASCII.
    @Test(arguments: [String.Encoding.utf8, .utf16, .utf16LittleEndian, .utf32BigEndian])
    func documentTypesInOtherEncodingsAreRejected(_ encoding: String.Encoding) throws {
        let declared = encoding == .utf8 ? "UTF-7" : "UTF-16"
        let hidden = """
            <?xml version="1.0" encoding="\(declared)"?>
            \(encoding == .utf8 ? "+ADwAIQ-" : "<!")DOCTYPE policy [<!ENTITY e "AVC">]>
            <policy><rule value="Format" tracktype="Video" operator="=">&e;</rule></policy>
            """
        let bytes = try #require(hidden.data(using: encoding))
        #expect(throws: PolicyError.self) { try MediaConchPolicy(xml: bytes) }
        let marked = Data([0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF]) + bytes
        #expect(throws: PolicyError.self) { try MediaConchPolicy(xml: marked) }
    }

    @Test func theDeclaredEncodingIsIgnored() throws {
        let mislabelled =
            "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>"
            + Self.whole.replacing("<policy>", with: "<policy name=\"Größe\">")
        #expect(try MediaConchPolicy(xml: mislabelled.utf8).name == "Größe")
    }

    @Test func unknownEntitiesAreRejected() {
        let document = Self.whole.replacing("AVC", with: "&nowhere;")
        #expect(throws: PolicyError.self) { try MediaConchPolicy(xml: document.utf8) }
    }

    @Test func sizeAndDepthAreLimited() throws {
        let long = Self.whole + String(repeating: " ", count: MediaConchPolicy.byteLimit)
        #expect(throws: PolicyError.self) { try MediaConchPolicy(xml: long.utf8) }
        func nested(_ depth: Int) -> String {
            String(repeating: "<policy>\n", count: depth - 1) + Self.whole
                + String(repeating: "</policy>", count: depth - 1)
        }
        let deepest = nested(MediaConchPolicy.depthLimit)
        #expect(throws: Never.self) { try MediaConchPolicy(xml: deepest.utf8) }
        for depth in [MediaConchPolicy.depthLimit + 1, 10_000] {
            let error = try #require(throws: PolicyError.self) {
                try MediaConchPolicy(xml: nested(depth).utf8)
            }
            #expect(error.line == MediaConchPolicy.depthLimit + 1)
        }
    }

    /// With every byte removed, doubled or replaced, parsing throws or succeeds but never traps.
    @Test func damagedDocumentsAreHandled() {
        let whole = Array("<?xml version=\"1.0\"?>\n\(Self.whole)".utf8)
        for index in whole.indices {
            for mark in ["", "<", ">", "&", "\"", "/", "\u{0}", "\u{301}"] {
                let damaged = whole[..<index] + Array(mark.utf8) + whole[(index + 1)...]
                _ = try? MediaConchPolicy(xml: damaged)
            }
            _ = try? MediaConchPolicy(xml: whole[...index])
            _ = try? MediaConchPolicy(xml: whole[...index] + whole[index...])
        }
    }

    @Test func documentsFromEditorsAreAccepted() throws {
        let document = """
            \u{FEFF}<?xml version="1.0" encoding="UTF-8"?>\r
            <!-- A comment -->\r
            <policy xmlns="https://mediaarea.net/mediapolicy"\r
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"\r
                xsi:schemaLocation="a b" type="or" name="Größe &amp; Form" license="MIT">\r
              <description>Text &lt;with&gt; marks.</description>\r
              <rule name="" value="Format" tracktype="Video" occurrence="*" operator="="><![CDATA[AVC]]></rule>\r
              <rule value="Width" tracktype="Video"/>\r
            </policy>\r

            """
        let policy = try MediaConchPolicy(xml: Data(document.utf8))
        #expect(policy.name == "Größe & Form")
        #expect(try MediaConchPolicy(xml: Array(document.utf8)) == policy)
    }

    @Test func lineNumbersMatchThoseOfEditors() throws {
        let document = "<?xml version=\"1.0\"\n?>\r\n<policy>\r\n<note/></policy>"
        let error = try #require(throws: PolicyError.self) {
            try MediaConchPolicy(xml: document.utf8)
        }
        #expect(error.line == 4)
    }
}
