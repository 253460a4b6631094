/// A fragment of HTML; text that is interpolated into it is escaped.
struct HTML: ExpressibleByStringInterpolation, CustomStringConvertible {
    let description: String

    init(stringLiteral value: String) { description = value }
    init(stringInterpolation: Interpolation) { description = stringInterpolation.markup }

    init(joining fragments: [HTML]) {
        description = fragments.map(\.description).joined(separator: "\n")
    }

    /// Appends literals and HTML unchanged, and text escaped.
    struct Interpolation: StringInterpolationProtocol {
        var markup = ""
        init(literalCapacity: Int, interpolationCount: Int) {
            markup.reserveCapacity(literalCapacity)
        }
        mutating func appendLiteral(_ literal: String) { markup += literal }
        mutating func appendInterpolation(_ html: HTML) { markup += html.description }
        mutating func appendInterpolation(_ fragments: [HTML]) {
            markup += HTML(joining: fragments).description
        }
        mutating func appendInterpolation(_ text: String) {
            // By scalar, not by Character: "<" and a combining mark after it are one Character.
            for scalar in text.unicodeScalars {
                switch scalar {
                case "&": markup += "&amp;"
                case "<": markup += "&lt;"
                case ">": markup += "&gt;"
                case "\"": markup += "&quot;"
                case "'": markup += "&#39;"
                // HTML allows no other control characters, and readers can't see them.
                case _
                where scalar.properties.generalCategory == .control
                    && !["\t", "\n", "\r"].contains(scalar):
                    markup += "\u{FFFD}"
                default: markup.unicodeScalars.append(scalar)
                }
            }
        }
    }
}
