import DailiesJSON

/// Looks for a video's address in an answer whose shape nobody documented: what was paid for must not
/// be lost to a new envelope.
enum VideoFinder {
    private static let pictures = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".json", ".txt"]

    /// The address that looks most like a video's; `nil` where there is none at all.
    static func file(in json: JSONValue?) -> GeneratedFile? {
        guard let json else { return nil }
        let found = addresses(in: json).filter { address in
            !pictures.contains { path(address).hasSuffix($0) }
        }
        let url = found.first { path($0).hasSuffix(".mp4") } ?? found.first
        return url.map { GeneratedFile(url: $0, bytes: nil) }
    }

    private static func path(_ address: String) -> String {
        address.prefix { $0 != "?" && $0 != "#" }.lowercased()
    }

    private static func addresses(in json: JSONValue) -> [String] {
        switch json {
        case .string(let text):
            text.hasPrefix("https://") || text.hasPrefix("http://") ? [text] : []
        case .array(let list): list.flatMap(addresses)
        // What was sent is echoed by some; a start picture is no result.
        case .object(let members):
            members.filter { !echoes.contains($0.key) }.sorted { $0.key < $1.key }
                .flatMap { addresses(in: $0.value) }
        default: []
        }
    }

    private static let echoes: Set = [
        "input", "urls", "links", "status_url", "response_url", "cancel_url", "callback_url",
        "webhook_url",
    ]
}
