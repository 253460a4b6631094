/// One command: its name, its help and what it does.
struct Command: Sendable {
    let name: String
    /// What it does, in a few words.
    let summary: String
    /// The operands as the help shows them, such as `FILE…`.
    let operands: String
    let options: [OptionSpec]
    /// What the help says beneath the options.
    let discussion: String
    let perform: @Sendable (Arguments, CommandContext) async throws -> ExitCode

    /// The help text of the command.
    var help: String {
        let rows = (options + [.help]).map { option in
            let short = option.short.map { "-\($0), " } ?? "    "
            let value = option.value.map { " \($0)" } ?? ""
            return ("  \(short)--\(option.name)\(value)", option.help)
        }
        return """
            \(summary)

            usage: dailies \(name) [options] \(operands)

            \(columns(rows))
            \(discussion.isEmpty ? "" : "\n\(discussion)\n")
            """
    }
}

/// What every command may use.
struct CommandContext: Sendable {
    let environment: [String: String]
    let console: Console
}

/// Two columns, the second aligned.
func columns(_ rows: [(String, String)]) -> String {
    let width = (rows.map(\.0.count).max() ?? 0) + 2
    return rows.map { left, right in
        left + String(repeating: " ", count: width - left.count) + right
    }.joined(separator: "\n")
}
