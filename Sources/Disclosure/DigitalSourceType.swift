/// How a picture or film came into being, in the terms of the IPTC.
///
/// Source: IPTC NewsCodes, "Digital Source Type" (cv.iptc.org/newscodes/digitalsourcetype).
public struct DigitalSourceType: Hashable, Sendable {
    /// The vocabulary's term, such as `trainedAlgorithmicMedia`.
    public let term: String

    /// Made by a model that was trained on samples.
    public static let trainedAlgorithmicMedia = DigitalSourceType(term: "trainedAlgorithmicMedia")
    /// Composed of several elements, at least one of which is synthetic.
    public static let compositeSynthetic = DigitalSourceType(term: "compositeSynthetic")

    /// What the addresses of all terms begin with.
    static let prefix = "http://cv.iptc.org/newscodes/digitalsourcetype/"

    private static let synthetic: Set<String> = [
        "trainedAlgorithmicMedia", "compositeSynthetic", "compositeWithTrainedAlgorithmicMedia",
        "algorithmicMedia",
    ]

    /// The address that stands for the term in XMP and C2PA.
    public var uri: String { Self.prefix + term }

    /// Whether a machine made all of it or a part of it.
    public var isSynthetic: Bool { Self.synthetic.contains(term) }

    init(term: String) { self.term = term }

    /// Reads an address; `nil` if it isn't one of the vocabulary.
    ///
    /// Terms that were added to the vocabulary later are read too.
    public init?(uri: String) {
        let secure = "https" + Self.prefix.dropFirst("http".count)
        guard let prefix = [Self.prefix, secure].first(where: { uri.hasPrefix($0) }) else {
            return nil
        }
        self.init(checking: uri.dropFirst(prefix.count))
    }

    init?(checking term: some StringProtocol) {
        let isTerm = term.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
        }
        guard isTerm, (1...Self.maximumLength).contains(term.utf8.count) else { return nil }
        self.init(term: String(term))
    }

    /// Longer than every term.
    static let maximumLength = 64
}

extension DigitalSourceType: Codable {
    /// Reads a term.
    ///
    /// - Throws: `DecodingError` for anything else.
    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        guard let type = DigitalSourceType(checking: try value.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: value, debugDescription: "expected a term")
        }
        self = type
    }

    /// Writes the term.
    public func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        try value.encode(term)
    }
}
