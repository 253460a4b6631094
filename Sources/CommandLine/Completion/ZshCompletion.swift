/// Completions for zsh: a function for `compinit` that hands each command's options to `_arguments`.
struct ZshCompletion {
    let program: ProgramPage

    var script: String {
        """
        #compdef dailies
        # Completions of dailies for zsh, made by: dailies completions zsh

        _dailies() {
            local curcontext=$curcontext state line ret=1
            local -a commands
            typeset -A opt_args
            _arguments -C \\
        \(ProgramPage.options.map { "        \(specification($0, excludesAll: true)) \\" }.joined(separator: "\n"))
                '1:command:->command' \\
                '*::argument:->argument' && ret=0
            case $state in
            command)
                commands=(
        \(commands)
                )
                _describe -t commands command commands && ret=0
                ;;
            argument)
                curcontext=${curcontext%:*:*}:dailies-$words[1]:
                case $words[1] in
        \(program.commands.map(cases).joined(separator: "\n"))
                help) _arguments \(quoted("1:COMMAND:(\(program.names.joined(separator: " ")))")) && ret=0 ;;
                esac
                ;;
            esac
            return ret
        }

        # The file is either a function in fpath, or read with source.
        if [[ $funcstack[1] == _dailies ]]; then
            _dailies "$@"
        else
            compdef _dailies dailies
        fi
        """
    }

    private var commands: String {
        program.firstWords.map { "            \(quoted("\($0.name):\($0.summary)"))" }
            .joined(separator: "\n")
    }

    private func cases(_ command: CommandPage) -> String {
        let operands = command.declarations.operands.enumerated().map { index, operand in
            let number = operand.isRepeatable ? "*" : "\(index + 1)"
            return quoted("\(number):\(message(operand.value)):\(action(operand.value.kind))")
        }
        let lines = command.options.map { specification($0) } + operands
        return "        \(command.name))\n            _arguments -s -S \\\n"
            + lines.map { "                \($0)" }.joined(separator: " \\\n")
            + " && ret=0\n            ;;"
    }

    /// An option as `_arguments` reads it.
    ///
    /// - Parameter excludesAll: whether nothing else can stand beside the option.
    private func specification(
        _ option: OptionDeclaration, excludesAll: Bool = false
    ) -> String {
        let explanation = option.help.replacing("\\", with: "\\\\").replacing("[", with: "\\[")
            .replacing("]", with: "\\]")
        let value = option.value.map { ":\(message($0)):\(action($0.kind))" } ?? ""
        let rest = quoted("[\(explanation)]\(value)")
        let long = "--\(option.name)" + (option.value == nil ? "" : "=")
        let names = option.short.map { "{-\($0)\(option.value == nil ? "" : "+"),\(long)}" }
        let both = option.short.map { "-\($0) --\(option.name)" } ?? "--\(option.name)"
        let exclusion =
            excludesAll
            ? "(- *)" : option.isRepeatable ? "*" : option.short == nil ? "" : "(\(both))"
        return (exclusion.isEmpty ? "" : quoted(exclusion)) + (names ?? long) + rest
    }

    private func message(_ value: ValueDeclaration) -> String {
        value.placeholder.replacing("\\", with: "\\\\").replacing(":", with: "\\:")
    }

    private func action(_ kind: ValueKind) -> String {
        switch kind {
        case .file: "_files"
        case .directory: "_files -/"
        case .choice(let words): "(\(words.joined(separator: " ")))"
        case .words(let words): "_values -s , word \(words.joined(separator: " "))"
        case .text, .number, .duration: " "
        }
    }

    private func quoted(_ text: String) -> String {
        "'\(text.replacing("'", with: "'\\''"))'"
    }
}
