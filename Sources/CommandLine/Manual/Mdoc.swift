/// Writes mdoc, of which every line that begins with a dot is a macro.
enum Mdoc {
    /// A page of section 1; sections without text are left out.
    ///
    /// - Parameter date: as `YYYY-MM-DD`.
    static func page(
        name: String, date: String, version: String, summary: String,
        sections: [(title: String, text: String)]
    ) -> String {
        let body = sections.filter { !$0.text.isEmpty }.map { ".Sh \($0.title)\n\($0.text)" }
        return """
            .\\" Made by: dailies manual
            .Dd \(written(date))
            .Dt \(name.uppercased()) 1
            .Os "dailies \(version)"
            .Sh NAME
            .Nm \(name)
            .Nd \(words(summary))
            \(body.joined(separator: "\n"))
            """
    }

    /// A date as mdoc writes it: "November 27, 2026".
    private static func written(_ date: String) -> String {
        let parts = date.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, months.indices.contains(parts[1] - 1) else { return date }
        return "\(months[parts[1] - 1]) \(parts[2]), \(parts[0])"
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]

    /// A list of items, each of which begins with `.It`.
    static func list(_ items: [String]) -> String {
        items.isEmpty ? "" : ".Bl -tag -width Ds\n\(items.joined(separator: "\n"))\n.El"
    }

    /// An option with its help.
    static func item(_ option: OptionDeclaration) -> String {
        let short = option.short.map { "Fl \($0) , " } ?? ""
        let value = option.value.map { " Ar \(words($0.placeholder))" } ?? ""
        return
            ".It \(short)Fl \\-\(words(option.name))\(value)\n\(sentences(option.description + "."))"
    }

    /// Paragraphs: lines that begin with spaces, or have columns with spaces between them, stay as they
    /// are; the others are filled.
    static func paragraphs(_ text: String) -> String {
        var parts: [String] = []
        var filled: [Substring] = []
        var literal: [Substring] = []
        func flush() {
            if !filled.isEmpty { parts.append(sentences(filled.joined(separator: " "))) }
            if !literal.isEmpty {
                let lines = literal.map { $0.isEmpty ? "" : line(String($0)) }
                parts.append(".Bd -literal\n\(lines.joined(separator: "\n"))\n.Ed")
            }
            filled = []
            literal = []
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty {
                flush()
            } else if line.contains("  ") || line.hasPrefix(" ") {
                if !filled.isEmpty { flush() }
                literal.append(line)
            } else {
                if !literal.isEmpty { flush() }
                filled.append(line)
            }
        }
        flush()
        return parts.enumerated().map { index, part in
            index == 0 || part.hasPrefix(".Bd") ? part : ".Pp\n\(part)"
        }.joined(separator: "\n")
    }

    /// Text with each sentence on lines of its own, none of which is longer than 78 characters.
    static func sentences(_ text: String) -> String {
        var lines = [""]
        for word in text.split(whereSeparator: \.isWhitespace) {
            let word = words(String(word))
            let current = lines[lines.count - 1]
            if current.isEmpty {
                lines[lines.count - 1] = word
            } else if current.utf8.count + word.utf8.count < 77 {
                lines[lines.count - 1] = "\(current) \(word)"
            } else {
                lines.append(word)
            }
            if word.hasSuffix(".") || word.hasSuffix("?") || word.hasSuffix("!") {
                lines.append("")
            }
        }
        return lines.filter { !$0.isEmpty }.map(protected).joined(separator: "\n")
    }

    /// A line of text, in which nothing is a macro.
    static func line(_ text: String) -> String {
        protected(words(text))
    }

    /// A line that isn't taken for a macro.
    private static func protected(_ escaped: String) -> String {
        escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
    }

    /// Text in which backslashes and dashes stand for themselves, in ASCII: troff reads no other
    /// characters without help.
    static func words(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "\\": escaped += "\\e"
            case "\"": escaped += "\\(dq"
            case "-": escaped += "\\-"
            default:
                let hex = String(scalar.value, radix: 16, uppercase: true)
                let padding = String(repeating: "0", count: max(0, 4 - hex.count))
                escaped += scalar.isASCII ? String(scalar) : "\\[u\(padding)\(hex)]"
            }
        }
    }
}
