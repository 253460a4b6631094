import DailiesContainer
import DailiesShotList
import Foundation
import Glibc

/// The program `dailies`: finds the command, runs it and returns its exit code.
package struct CommandLineTool: Sendable {
    package static let version = "0.1.0"
    /// When the version was made.
    static let versionDate = "2026-11-27"

    private let environment: [String: String]
    private let console = Console()

    /// The arguments of this process; names that aren't UTF-8 are written as `FileName` says.
    ///
    /// Read from the system where it says them: Swift looks for them beside the environment, and finds none
    /// once a library of `LD_PRELOAD` has changed that.
    package static var arguments: [String] {
        if let bytes = FileManager.default.contents(atPath: "/proc/self/cmdline"), !bytes.isEmpty {
            return bytes.split(separator: 0, omittingEmptySubsequences: false)
                .dropFirst().dropLast().map(FileName.text)
        }
        return (1..<max(1, Int(CommandLine.argc))).compactMap { index in
            CommandLine.unsafeArgv[index].map {
                FileName.text(of: UnsafeRawBufferPointer(start: $0, count: strlen($0)))
            }
        }
    }

    /// Every command, in the order of the help.
    static let commands: [any Command.Type] = [
        PlanCommand.self, RunCommand.self, RehearseCommand.self, ProbeCommand.self,
        VerifyCommand.self, AssembleCommand.self, MergeCommand.self, StatusCommand.self,
        FetchCommand.self,
        CircleCommand.self, ReportCommand.self, ExportCommand.self, ReconcileCommand.self,
        CancelCommand.self, RecoverCommand.self, NewCommand.self, PresetsCommand.self,
        ModelsCommand.self, StandInCommand.self, ReceiveCommand.self,
        DoctorCommand.self, CompletionsCommand.self, ManualCommand.self,
    ]

    /// The program and all its commands, for help, manual pages and completions.
    static var page: ProgramPage {
        ProgramPage(version: version, date: versionDate, commands: commands.map { CommandPage($0) })
    }

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
            console.message(Self.page.help)
            return .usage
        }
        switch first {
        case "--help", "-h", "help":
            let names = arguments.dropFirst().filter { !["--help", "-h"].contains($0) }
            if names.count > 1 {
                throw UsageError("\"\(names[1])\" is one operand too many; expected: [COMMAND]")
            }
            let command = try names.first.map(Self.command)
            console.output(command.map { CommandPage($0).help } ?? Self.page.help)
            return .success
        case "--version", "-V":
            console.output("dailies \(Self.version)")
            return .success
        default: break
        }
        return try await Self.command(first).run(
            Array(arguments.dropFirst()),
            CommandContext(environment: environment, console: console))
    }

    /// - Throws: `UsageError`, with the nearest name, where there is no such command.
    static func command(_ name: String) throws(UsageError) -> any Command.Type {
        if let command = commands.first(where: { $0.name == name }) { return command }
        let names = commands.map { $0.name }
        let advice =
            nearest(to: name, among: names).map { "did you mean \"\($0)\"?" }
            ?? "there are: \(names.joined(separator: ", "))"
        throw UsageError("there is no command \"\(name)\"; \(advice)")
    }
}
