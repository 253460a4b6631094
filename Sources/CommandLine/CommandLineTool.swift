import DailiesShotList

/// The command `dailies`: finds the command that is meant, performs it and answers with its code.
package struct CommandLineTool: Sendable {
    package static let version = "0.1.0"

    private let environment: [String: String]
    private let console = Console()

    static let commands: [Command] = [
        .plan, .run, .rehearse, .probe, .verify, .assemble, .reconcile, .cancel,
        .standIn, .receive,
    ]

    package init(environment: [String: String]) {
        self.environment = environment
    }

    /// Performs the words of a command line and returns the exit status.
    package func run(_ words: [String]) async -> Int32 {
        do {
            return try await perform(words).rawValue
        } catch {
            let failure = Failure(error)
            console.talk("dailies: \(failure.text)")
            return failure.code.rawValue
        }
    }

    private func perform(_ words: [String]) async throws -> ExitCode {
        guard let first = words.first else {
            console.talk(Self.help)
            return .usage
        }
        switch first {
        case "--help", "-h", "help":
            if let named = words.dropFirst().first, let command = Self.command(named) {
                console.data(command.help)
            } else {
                console.data(Self.help)
            }
            return .success
        case "--version":
            console.data("dailies \(Self.version)")
            return .success
        default: break
        }
        guard let command = Self.command(first) else { throw Self.unknown(first) }
        let arguments = try Arguments(Array(words.dropFirst()), options: command.options + [.help])
        if arguments.has(.help) {
            console.data(command.help)
            return .success
        }
        let context = CommandContext(environment: environment, console: console)
        return try await command.perform(arguments, context)
    }

    private static func command(_ name: String) -> Command? { commands.first { $0.name == name } }

    private static func unknown(_ name: String) -> UsageError {
        let names = commands.map(\.name)
        let near = names.min { editDistance($0, name) < editDistance($1, name) } ?? ""
        return editDistance(near, name) <= 2
            ? UsageError("there is no command \"\(name)\"; did you mean \"\(near)\"?")
            : UsageError(
                "there is no command \"\(name)\"; there are: \(names.joined(separator: ", "))")
    }

    static var help: String {
        """
        dailies turns a shot list into a verified, assembled film.

        usage: dailies COMMAND [options] …

        \(columns(commands.map { ("  \($0.name) \($0.operands)", $0.summary) }))

        dailies COMMAND --help tells more. dailies --version tells the version.
        """
    }
}
