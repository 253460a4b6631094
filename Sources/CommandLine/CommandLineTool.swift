import DailiesContainer
import DailiesShotList
import Glibc

/// The program `dailies`: finds the command, runs it and returns its exit code.
package struct CommandLineTool: Sendable {
    package static let version = "0.1.0"

    private let environment: [String: String]
    private let console = Console()

    /// The arguments of this process; names that aren't UTF-8 are written as `FileName` says.
    package static var arguments: [String] {
        (1..<max(1, Int(CommandLine.argc))).compactMap { index in
            CommandLine.unsafeArgv[index].map {
                FileName.text(of: UnsafeRawBufferPointer(start: $0, count: strlen($0)))
            }
        }
    }

    /// Every command, in the order of the help.
    static let commands: [any Command.Type] = [
        PlanCommand.self, RunCommand.self, RehearseCommand.self, ProbeCommand.self,
        VerifyCommand.self, AssembleCommand.self, StatusCommand.self, FetchCommand.self,
        CircleCommand.self, ReportCommand.self, ExportCommand.self, ReconcileCommand.self,
        CancelCommand.self, RecoverCommand.self, NewCommand.self, PresetsCommand.self,
        ModelsCommand.self, StandInCommand.self, ReceiveCommand.self,
    ]

    package init(environment: [String: String]) {
        self.environment = environment
    }

    /// Runs the command that the arguments name and returns the exit status.
    package func run(_ arguments: [String]) async -> Int32 {
        // A reader that goes away is an error of a write, and must not end a session.
        signal(SIGPIPE, SIG_IGN)
        do {
            return try await exitCode(arguments).rawValue
        } catch {
            let failure = Failure(error)
            console.message("dailies: \(failure.text)")
            return failure.code.rawValue
        }
    }

    private func exitCode(_ arguments: [String]) async throws -> ExitCode {
        guard let first = arguments.first else {
            console.message(Self.help)
            return .usage
        }
        switch first {
        case "--help", "-h", "help":
            let command = arguments.dropFirst().first.flatMap(Self.command)
            console.output(command?.help ?? Self.help)
            return .success
        case "--version":
            console.output("dailies \(Self.version)")
            return .success
        default: break
        }
        guard let command = Self.command(first) else { throw Self.unknownCommand(first) }
        return try await command.run(
            Array(arguments.dropFirst()),
            CommandContext(environment: environment, console: console))
    }

    private static func command(_ name: String) -> (any Command.Type)? {
        commands.first { $0.name == name }
    }

    private static func unknownCommand(_ name: String) -> UsageError {
        let names = commands.map { $0.name }
        let advice =
            nearest(to: name, among: names).map { "did you mean \"\($0)\"?" }
            ?? "there are: \(names.joined(separator: ", "))"
        return UsageError("there is no command \"\(name)\"; \(advice)")
    }

    /// The help of the program: what it does and its commands.
    static var help: String {
        let rows = commands.map { command in
            let synopsis = command.synopsis
            return ("  \(command.name)\(synopsis.isEmpty ? "" : " " + synopsis)", command.summary)
        }
        return """
            dailies turns a shot list into a verified, assembled film.

            usage: dailies COMMAND [options] …

            \(columns(rows))

            dailies COMMAND --help describes a command. dailies --version prints the version.
            """
    }
}
