import Foundation

/// The attributes of each kind of element, of the last one where there are several, as read by a
/// plain scan that knows nothing of the writer.
struct XMLCheck {
    private(set) var attributes: [String: [String: String]] = [:]

    init(_ bytes: Data) throws {
        let text = String(decoding: bytes, as: UTF8.self)
        let element = /<([a-z]+)((?:\s+[a-z]+="[^"<]*")+)\s*\/?>/
        let attribute = /([a-z]+)="([^"<]*)"/
        for match in text.matches(of: element) {
            var values: [String: String] = [:]
            for pair in match.output.2.matches(of: attribute) {
                values[String(pair.output.1)] = Self.plain(String(pair.output.2))
            }
            attributes[String(match.output.1)] = values
        }
    }

    private static func plain(_ text: String) -> String {
        text.replacing("&quot;", with: "\"").replacing("&lt;", with: "<")
            .replacing("&gt;", with: ">").replacing("&#10;", with: "\n")
            .replacing("&amp;", with: "&")
    }
}
