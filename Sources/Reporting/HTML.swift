/// A piece of HTML; text becomes one only through escaping.
struct HTML: ExpressibleByStringInterpolation, CustomStringConvertible {
    let description: String

    init(stringLiteral value: String) { description = value }
    init(stringInterpolation: Interpolation) { description = stringInterpolation.markup }

    init(joining pieces: [HTML]) {
        description = pieces.map(\.description).joined(separator: "\n")
    }

    /// Markup is taken as it is, everything else is escaped.
    struct Interpolation: StringInterpolationProtocol {
        var markup = ""
        init(literalCapacity: Int, interpolationCount: Int) {
            markup.reserveCapacity(literalCapacity)
        }
        mutating func appendLiteral(_ literal: String) { markup += literal }
        mutating func appendInterpolation(_ html: HTML) { markup += html.description }
        mutating func appendInterpolation(_ pieces: [HTML]) {
            markup += HTML(joining: pieces).description
        }
        mutating func appendInterpolation(_ text: String) {
            // Scalar by scalar: with a combining mark behind it, "<" is another Character.
            for scalar in text.unicodeScalars {
                switch scalar {
                case "&": markup += "&amp;"
                case "<": markup += "&lt;"
                case ">": markup += "&gt;"
                case "\"": markup += "&quot;"
                case "'": markup += "&#39;"
                default: markup.unicodeScalars.append(scalar)
                }
            }
        }
    }
}
