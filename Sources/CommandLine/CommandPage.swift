/// What the help, the manual page and the completions of a command are made from.
struct CommandPage: Hashable, Sendable {
    let name: String
    let summary: String
    let discussion: String
    let examples: [CommandExample]
    let declarations: Declarations

    /// All options, with `--help`, which every command has.
    var options: [OptionDeclaration] { declarations.options + [.help] }

    /// The operands and the options that are rarely left out, such as `CLIP… -o FILE`.
    var synopsis: String {
        let operands = declarations.operands.map(\.value.placeholder)
        let options = declarations.options.filter(\.isInUsage).map { option in
            let name = option.short.map { "-\($0)" } ?? "--\(option.name)"
            return name + (option.value.map { " \($0.placeholder)" } ?? "")
        }
        return (operands + options).joined(separator: " ")
    }

    /// The discussion without the exit codes, and the text about the exit codes, which begins at the
    /// first line that starts with "Exit ".
    var discussionAndExitCodes: (discussion: String, exitCodes: String) {
        let lines = discussion.split(separator: "\n", omittingEmptySubsequences: false)
        let start = lines.firstIndex { $0.hasPrefix("Exit ") } ?? lines.endIndex
        return (
            lines[..<start].joined(separator: "\n"), lines[start...].joined(separator: "\n")
        )
    }

    /// The text of `dailies COMMAND --help`.
    var help: String {
        let rows = options.map { ("  \($0.syntax)", $0.description) }
        let shown = examples.map { "  dailies \($0.line)\n      \($0.purpose)" }
        let parts = [
            summary, "usage: dailies \(name) [options]\(synopsis.isEmpty ? "" : " " + synopsis)",
            columns(rows), discussion,
            examples.isEmpty ? "" : "examples:\n" + shown.joined(separator: "\n"),
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }
}

extension CommandPage {
    init(_ command: any Command.Type) {
        self.init(
            name: command.name, summary: command.summary, discussion: command.discussion,
            examples: command.examples, declarations: command.declarations)
    }
}

extension OptionDeclaration {
    /// The option as it is written, such as `-o, --output FILE`.
    var syntax: String {
        let short = short.map { "-\($0), " } ?? "    "
        return "\(short)--\(name)" + (value.map { " \($0.placeholder)" } ?? "")
    }

    /// What the option does, and that it can be given several times if it can.
    var description: String {
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
