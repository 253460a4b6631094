/// Prints completions for a shell.
struct CompletionsCommand: Command {
    static let name = "completions"
    static let summary = "print completions for bash, zsh or fish"
    static let discussion = """
        bash: write them to ~/.local/share/bash-completion/completions/dailies.
        zsh: write them to a file named _dailies in a folder of fpath, before compinit is called.
        fish: write them to ~/.config/fish/completions/dailies.fish.
        samples/install.sh and the Debian package install them for all users.
        Exit 0 printed, 2 wrong usage.
        """
    static let examples = [
        CommandExample(
            "completions bash > ~/.local/share/bash-completion/completions/dailies",
            "Installs the completions for bash"),
        CommandExample(
            "completions fish > ~/.config/fish/completions/dailies.fish",
            "Installs the completions for fish"),
    ]

    private let shell: CompletionShell

    init(_ options: inout OptionReader) {
        let words = CompletionShell.allCases.map(\.rawValue)
        let word = options.operand(
            "SHELL", .choice(words), orElse: "name the shell: \(alternatives(words))")
        let named = CompletionShell(rawValue: word)
        options.require(
            word.isEmpty || named != nil,
            "there are completions for \(alternatives(words)), not for \(word)"
                + proposal(for: word, among: words))
        shell = named ?? .bash
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        context.console.output(shell.script(CommandLineTool.page))
        return .success
    }
}
