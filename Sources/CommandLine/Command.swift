/// One command: its properties are its options and operands.
protocol Command: OptionGroup {
    static var name: String { get }
    /// What it does, in one line.
    static var summary: String { get }
    /// The text below the options in the help: details, and at its end the exit codes, which begin at
    /// a line that starts with "Exit ".
    static var discussion: String { get }
    /// Examples for the help and the manual page; a test parses each command line.
    static var examples: [CommandExample] { get }

    func run(_ context: CommandContext) async throws -> ExitCode
}

extension Command {
    /// Parses the arguments after the command's name and runs it; with `--help` prints its help.
    static func run(_ arguments: [String], _ context: CommandContext) async throws -> ExitCode {
        guard let command = try parse(arguments) else {
            context.console.output(CommandPage(Self.self).help)
            return .success
        }
        return try await command.run(context)
    }
}

/// What every command can use.
struct CommandContext: Sendable {
    let environment: [String: String]
    let console: Console
}
