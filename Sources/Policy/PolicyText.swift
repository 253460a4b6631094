/// Checks the bytes of a policy document before they are passed to an XML parser.
enum PolicyText {
    /// The document with an XML declaration of ours instead of its own and unchanged line numbers.
    ///
    /// Parsers guess the encoding or follow the declared one, and a document type encoded in UTF-7
    /// or UTF-16 would not be recognised here. The new declaration says UTF-8, so that the parser
    /// reads the same text that was checked.
    static func checked(_ document: some Collection<UInt8>) throws(PolicyError) -> [UInt8] {
        guard !document.isEmpty else {
            throw PolicyError("the document is empty; a policy in XML was expected")
        }
        guard document.count <= MediaConchPolicy.byteLimit else {
            throw PolicyError(
                "the document is larger than the \(MediaConchPolicy.byteLimit) bytes allowed")
        }
        guard String(validating: document, as: UTF8.self) != nil, !document.contains(0) else {
            throw PolicyError("the document isn't UTF-8 text; a policy in XML was expected")
        }
        // Entities, which can expand a few lines to gigabytes, require a document type.
        if let place = document.firstRange(of: "<!DOCTYPE".utf8) {
            throw PolicyError(
                line: newlines(document[..<place.lowerBound]).count + 1,
                "a document type (<!DOCTYPE) isn't allowed in a policy; <policy> was expected")
        }
        var body = Array(document)[...]
        if body.starts(with: byteOrderMark) { body = body.dropFirst(byteOrderMark.count) }
        guard body.starts(with: "<?xml".utf8) else { return declaration + body }
        guard let end = body.firstRange(of: "?>".utf8)?.upperBound else {
            throw PolicyError(line: 1, "the XML declaration isn't closed; \"?>\" was expected")
        }
        return declaration + newlines(body[..<end]) + body[end...]
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    private static let declaration = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>".utf8)

    private static func newlines(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        bytes.filter { $0 == UInt8(ascii: "\n") }
    }
}
