/// What the help, the manual pages and the completions of the whole program are made from.
struct ProgramPage: Hashable, Sendable {
    let version: String
    /// When the version was made, as `YYYY-MM-DD`, for manual pages.
    let date: String
    let commands: [CommandPage]

    /// One sentence about the program, without a full stop.
    static let summary = "turns a shot list into a verified, assembled film"

    /// The options that can stand in the place of a command.
    static let options: [OptionDeclaration] = [.help, .version]

    /// The text of `dailies --help`.
    var help: String {
        let rows = commands.map { command in
            let synopsis = command.synopsis
            return ("  \(command.name)\(synopsis.isEmpty ? "" : " " + synopsis)", command.summary)
        }
        return """
            dailies \(Self.summary).

            usage: dailies COMMAND [options] …

            \(columns(rows))

            \(columns(Self.options.map { ("  \($0.syntax)", $0.help) }))

            dailies COMMAND --help describes a command, dailies manual COMMAND prints its manual page.
            """
    }
}
