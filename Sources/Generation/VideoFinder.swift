import DailiesJSON

/// Finds a video's address in a response with an undocumented structure, so that a paid result
/// isn't lost to a changed response format, without mistaking another address for it.
enum VideoFinder {
    /// The address that is most likely the video's; `nil` if there is none.
    ///
    /// - Parameter key: the key of `json` in its parent, if it has one.
    static func file(in json: JSONValue?, at key: String = "") -> GeneratedFile? {
        guard let json else { return nil }
        let found = candidates(in: json, hasResultKey: isResultKey(key))
        return found.min { $0.rank < $1.rank }.map { GeneratedFile(url: $0.url, bytes: nil) }
    }

    private struct Candidate {
        let url: String
        /// The position of the extension in `videoExtensions`; the first candidate with the lowest
        /// rank is used.
        let rank: Int
    }

    private static let videoExtensions = [".mp4", ".mov", ".webm", ".m4v"]
    private static let otherExtensions = [
        ".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".svg", ".mp3", ".wav", ".json", ".txt",
        ".html", ".htm", ".md", ".pdf",
    ]

    /// - Parameter hasResultKey: whether a key on the path to `json` may contain a result.
    private static func candidates(in json: JSONValue, hasResultKey: Bool) -> [Candidate] {
        switch json {
        case .string(let text): candidate(text, hasResultKey: hasResultKey).map { [$0] } ?? []
        case .array(let list): list.flatMap { candidates(in: $0, hasResultKey: hasResultKey) }
        case .object(let members):
            members.filter { !isExcluded($0.key) }.sorted { $0.key < $1.key }
                .flatMap {
                    candidates(in: $0.value, hasResultKey: hasResultKey || isResultKey($0.key))
                }
        default: []
        }
    }

    private static func candidate(_ text: String, hasResultKey: Bool) -> Candidate? {
        guard text.hasPrefix("https://") || text.hasPrefix("http://"),
            !text.contains(where: \.isWhitespace)
        else { return nil }
        let path = text.prefix { $0 != "?" && $0 != "#" }.lowercased()
        if let rank = videoExtensions.firstIndex(where: path.hasSuffix) {
            return Candidate(url: text, rank: rank)
        }
        // Without an extension only the key distinguishes a video's address from a page's.
        guard hasResultKey, !otherExtensions.contains(where: path.hasSuffix) else { return nil }
        return Candidate(url: text, rank: videoExtensions.count)
    }

    /// Whether a key may contain a result.
    private static func isResultKey(_ key: String) -> Bool {
        let key = key.lowercased()
        return ["video", "output", "url", "file", "clip", "result"].contains { key.contains($0) }
    }

    /// Whether a key never contains a result: some providers echo the input, add pictures beside
    /// the video, or link to pages about an error.
    private static func isExcluded(_ key: String) -> Bool {
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
