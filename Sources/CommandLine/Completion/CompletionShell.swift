/// A shell that completions are written for.
enum CompletionShell: String, CaseIterable, Sendable {
    case bash
    case zsh
    case fish

    /// The completions of a program, as a script for the shell.
    func script(_ program: ProgramPage) -> String {
        switch self {
        case .bash: BashCompletion(program: program).script
        case .zsh: ZshCompletion(program: program).script
        case .fish: FishCompletion(program: program).script
        }
    }
}

extension ProgramPage {
    /// The words that the first argument can be: the commands, and `help`, which takes a command's name
    /// as its operand and isn't a command of its own.
    var firstWords: [(name: String, summary: String)] {
        commands.map { ($0.name, $0.summary) } + [("help", "show the help of a command")]
    }

    /// The names of the commands.
    var names: [String] { commands.map(\.name) }
}
