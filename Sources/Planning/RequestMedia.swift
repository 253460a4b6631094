package import DailiesJSON
package import DailiesShotList

/// The pictures and videos that a request names.
///
/// Until a run is submitted, a file on this machine stands in its request as `file:PATH`, and the
/// last picture of another run's take as `last-picture:NAME`.
package enum RequestMedia {
    /// What stands for the last picture of a run's take.
    package static func lastPicture(of name: String) -> String { "last-picture:" + name }

    /// What stands for a file on this machine.
    fileprivate static func word(path: String) -> String { "file:" + path }

    /// Every picture and video of a request, in a fixed order.
    package static func words(of request: JSONValue) -> [String] {
        let elements = request["elements"]?.elements ?? []
        let single = ["start_image_url", "end_image_url"].compactMap { request[$0]?.text }
        return single
            + elements.flatMap { element in
                ["frontal_image_url", "video_url"].compactMap { element[$0]?.text }
                    + (element["reference_image_urls"]?.elements ?? []).compactMap(\.text)
            }
    }

    /// What a request says in words and numbers alone.
    package static func without(_ request: JSONValue) -> JSONValue {
        .object((request.members ?? [:]).filter { !fields.contains($0.key) })
    }

    /// Whether a request's members name a picture or video, so that it is image-to-video.
    static func isNamed(in members: [String: JSONValue]) -> Bool {
        fields.contains { members[$0] != nil }
    }

    private static let fields = ["start_image_url", "end_image_url", "elements"]

    /// The request as it may be kept and shown: addresses without their queries, which may be
    /// signatures, and pictures that were written into the list without their bytes.
    package static func shown(_ request: JSONValue) -> JSONValue {
        let plain = words(of: request).map { word -> (String, String) in
            let isInline = word.hasPrefix("data:")
            return (word, String(word.prefix { $0 != (isInline ? "," : "?") }))
        }
        return replacing(request, Dictionary(plain, uniquingKeysWith: { first, _ in first }))
    }

    /// The request with other words for some of its pictures and videos.
    package static func replacing(
        _ request: JSONValue, _ words: [String: String]
    ) -> JSONValue {
        guard var members = request.members else { return request }
        for name in fields {
            members[name] = members[name].map { replaced($0, words) }
        }
        return .object(members)
    }

    private static func replaced(_ value: JSONValue, _ words: [String: String]) -> JSONValue {
        switch value {
        case .string(let text): .string(words[text] ?? text)
        case .array(let list): .array(list.map { replaced($0, words) })
        case .object(let members): .object(members.mapValues { replaced($0, words) })
        default: value
        }
    }
}

extension MediaReference {
    /// What stands for it in a request.
    package var word: String {
        switch self {
        case .address(let text): text
        case .file(let path): RequestMedia.word(path: path)
        }
    }
}
