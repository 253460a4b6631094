extension Command {
    /// The help page of the command.
    static var help: String {
        let options = declarations.options + [.help]
        return """
            \(summary)

            usage: dailies \(name) [options]\(synopsis.isEmpty ? "" : " " + synopsis)

            \(columns(options.map { ("  \($0.syntax)", $0.description) }))

            \(discussion)
            """
    }

    /// The operands and the options that are rarely left out, such as `CLIP… -o FILE`.
    static var synopsis: String {
        let operands = declarations.operands.map(\.placeholder)
        let options = declarations.options.filter(\.isInUsage).map { option in
            let name = option.short.map { "-\($0)" } ?? "--\(option.name)"
            return name + (option.value.map { " \($0.placeholder)" } ?? "")
        }
        return (operands + options).joined(separator: " ")
    }
}

extension OptionDeclaration {
    /// The option as it is written, such as `-o, --output FILE`.
    fileprivate var syntax: String {
        let short = short.map { "-\($0), " } ?? "    "
        return "\(short)--\(name)" + (value.map { " \($0.placeholder)" } ?? "")
    }

    fileprivate var description: String {
        isRepeatable ? "\(help); can be given several times" : help
    }
}

/// Two columns, the second aligned.
func columns(_ rows: [(String, String)]) -> String {
    let width = (rows.map(\.0.count).max() ?? 0) + 2
    return rows.map { left, right in
        left + String(repeating: " ", count: width - left.count) + right
    }.joined(separator: "\n")
}
