import Foundation
import FoundationXML

/// Parses and validates the elements of a policy document.
final class PolicyReader: XMLParserDelegate {
    private var open: [PolicyGroup] = []
    private var root: PolicyGroup?
    private var failure: PolicyError?
    private var leaf: Leaf?
    private var text = ""

    /// An element that contains only text.
    private enum Leaf {
        case rule(PolicyAttributes)
        case description
    }

    static func read(_ document: [UInt8]) throws(PolicyError) -> PolicyGroup {
        let parser = XMLParser(data: Data(document))
        parser.shouldResolveExternalEntities = false
        parser.externalEntityResolvingPolicy = .never
        let reader = PolicyReader()
        parser.delegate = reader
        let isWellFormed = parser.parse()
        if let failure = reader.failure { throw failure }
        guard isWellFormed, let root = reader.root else {
            throw PolicyError(
                line: max(1, parser.lineNumber),
                "the document isn't well-formed XML; an element is broken or isn't closed")
        }
        return root
    }

    private func fail(_ parser: XMLParser, _ message: String) {
        fail(parser, PolicyError(line: parser.lineNumber, message))
    }

    private func fail(_ parser: XMLParser, _ error: PolicyError) {
        failure = failure ?? error
        parser.abortParsing()
    }

    // MARK: Elements

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String]
    ) {
        guard failure == nil else { return }
        let attributes = PolicyAttributes(attributes, line: parser.lineNumber)
        text = ""
        switch (name, leaf) {
        case (_, .some): fail(parser, "<\(name)> isn't allowed here; only text was expected")
        case ("policy", nil): begin(attributes, parser)
        case (_, nil) where open.isEmpty:
            fail(parser, "the document begins with <\(name)>; <policy> was expected")
        case ("rule", nil): leaf = .rule(attributes)
        case ("description", nil): leaf = .description
        default:
            fail(parser, "<\(name)> is unknown; <policy>, <rule> or <description> was expected")
        }
    }

    private func begin(_ attributes: PolicyAttributes, _ parser: XMLParser) {
        guard open.count < MediaConchPolicy.depthLimit else {
            return fail(
                parser,
                "policies are nested deeper than the \(MediaConchPolicy.depthLimit) levels allowed")
        }
        do {
            open.append(try attributes.group())
        } catch {
            fail(parser, error)
        }
    }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
        qualifiedName: String?
    ) {
        guard failure == nil else { return }
        switch leaf {
        case .rule(let attributes):
            do {
                let rule = try attributes.rule(text)
                open[open.count - 1].members.append(.rule(rule))
            } catch {
                fail(parser, error)
            }
        case .description: break
        case nil: end(parser)
        }
        leaf = nil
        text = ""
    }

    private func end(_ parser: XMLParser) {
        guard let group = open.popLast() else { return }
        guard !group.members.isEmpty else {
            return fail(parser, "a policy is empty; a <rule> or a <policy> was expected in it")
        }
        if open.isEmpty {
            root = group
        } else {
            open[open.count - 1].members.append(.group(group))
        }
    }

    // MARK: Text

    func parser(_ parser: XMLParser, foundCharacters characters: String) {
        guard failure == nil else { return }
        text += characters
        if leaf == nil, text.contains(where: { !$0.isWhitespace }) {
            fail(parser, "there is text between the elements; <rule> or <policy> was expected")
        }
    }

    func parser(_ parser: XMLParser, foundCDATA block: Data) {
        self.parser(parser, foundCharacters: String(decoding: block, as: UTF8.self))
    }
}
