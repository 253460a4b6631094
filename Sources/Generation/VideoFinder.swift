import DailiesJSON

/// Looks for a video's address in an answer whose shape nobody documented: what was paid for must not
/// be lost to a new envelope, and no other address be taken for it.
enum VideoFinder {
    /// The address that looks most like a video's; `nil` where none does.
    ///
    /// - Parameter place: the key under which `json` stands, where it has one.
    static func file(in json: JSONValue?, at place: String = "") -> GeneratedFile? {
        guard let json else { return nil }
        let found = candidates(in: json, isNamed: promises(place))
        return found.min { $0.rank < $1.rank }.map { GeneratedFile(url: $0.url, bytes: nil) }
    }

    private struct Candidate {
        let url: String
        /// How far it is from looking like a video's; the first of the least counts.
        let rank: Int
    }

    private static let videos = [".mp4", ".mov", ".webm", ".m4v"]
    private static let others = [
        ".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".svg", ".mp3", ".wav", ".json", ".txt",
        ".html", ".htm", ".md", ".pdf",
    ]

    /// - Parameter isNamed: whether a key on the way promises a result.
    private static func candidates(in json: JSONValue, isNamed: Bool) -> [Candidate] {
        switch json {
        case .string(let text): candidate(text, isNamed: isNamed).map { [$0] } ?? []
        case .array(let list): list.flatMap { candidates(in: $0, isNamed: isNamed) }
        case .object(let members):
            members.filter { !isBeside($0.key) }.sorted { $0.key < $1.key }
                .flatMap { candidates(in: $0.value, isNamed: isNamed || promises($0.key)) }
        default: []
        }
    }

    private static func candidate(_ text: String, isNamed: Bool) -> Candidate? {
        guard text.hasPrefix("https://") || text.hasPrefix("http://"),
            !text.contains(where: \.isWhitespace)
        else { return nil }
        let path = text.prefix { $0 != "?" && $0 != "#" }.lowercased()
        if let rank = videos.firstIndex(where: path.hasSuffix) {
            return Candidate(url: text, rank: rank)
        }
        // Without an ending only its place tells an address of a video from one of a page.
        guard isNamed, !others.contains(where: path.hasSuffix) else { return nil }
        return Candidate(url: text, rank: videos.count)
    }

    /// Whether a result may stand under a key.
    private static func promises(_ key: String) -> Bool {
        let key = key.lowercased()
        return ["video", "output", "url", "file", "clip", "result"].contains { key.contains($0) }
    }

    /// Whether what stands under a key is no result: what was sent is echoed by some, pictures stand
    /// beside videos, and words about an error lead to pages about it.
    private static func isBeside(_ key: String) -> Bool {
        let key = key.lowercased()
        return echoes.contains(key)
            || [
                "input", "element", "image", "thumb", "poster", "cover", "preview", "doc", "help",
                "error", "message", "detail",
            ].contains { key.contains($0) }
    }

    private static let echoes: Set = [
        "request", "parameters", "urls", "links", "status_url", "response_url", "cancel_url",
        "callback_url", "webhook_url",
    ]
}
