/// Completions for fish: a `complete` line for each command and option.
struct FishCompletion {
    let program: ProgramPage

    var script: String {
        """
        # Completions of dailies for fish, made by: dailies completions fish

        # Whether no command was typed yet.
        function __dailies_begins
            test (count (commandline -opc)) -eq 1
        end

        # Whether the command that was typed is this one.
        function __dailies_is
            set -l words (commandline -opc)
            test (count $words) -ge 2; and test $words[2] = $argv[1]
        end

        # Words with commas between them: those that were typed, with each word as the next one.
        function __dailies_words
            set -l typed (string match -r '^.*,' -- (commandline -ct | string replace -r '^--[^=]*=' ''))
            string join \\n -- "$typed"$argv
        end

        complete -c dailies -f
        \(lines.joined(separator: "\n"))
        """
    }

    private var lines: [String] {
        let begins = "complete -c dailies -n __dailies_begins"
        let first = program.firstWords.map {
            "\(begins) -a \($0.name) -d \(quoted($0.summary))"
        }
        let options = ProgramPage.options.map { begins + names($0) }
        let help =
            "complete -c dailies -n '__dailies_is help' -a \(quoted(program.names.joined(separator: " ")))"
        return first + options + program.commands.flatMap(lines) + [help]
    }

    private func lines(_ command: CommandPage) -> [String] {
        let start = "complete -c dailies -n '__dailies_is \(command.name)'"
        let operands = Set(command.declarations.operands.map(\.value.kind)).map(arguments)
            .filter { !$0.isEmpty }.sorted()
        return operands.map { "\(start) \($0)" }
            + command.options.map { option in
                start + names(option) + value(option)
            }
    }

    private func names(_ option: OptionDeclaration) -> String {
        (option.short.map { " -s \($0)" } ?? "") + " -l \(option.name) -d \(quoted(option.help))"
    }

    private func value(_ option: OptionDeclaration) -> String {
        guard let kind = option.value?.kind else { return "" }
        let arguments = arguments(kind)
        return arguments.isEmpty ? " -x" : " -r \(arguments)"
    }

    private func arguments(_ kind: ValueKind) -> String {
        switch kind {
        case .file: "-F"
        case .directory: "-f -a '(__fish_complete_directories (commandline -ct))'"
        case .choice(let words): "-f -a \(quoted(words.joined(separator: " ")))"
        case .words(let words):
            "-f -a \(quoted("(__dailies_words \(words.joined(separator: " ")))"))"
        case .text, .number, .duration: ""
        }
    }

    private func quoted(_ text: String) -> String {
        "'\(text.replacing("\\", with: "\\\\").replacing("'", with: "\\'"))'"
    }
}
