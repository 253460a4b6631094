/// Completions for bash: a function that reads its tables with `case`.
///
/// File names are left to readline (`compopt -o default`), which quotes them as they need it.
struct BashCompletion {
    let program: ProgramPage

    var script: String {
        """
        # Completions of dailies for bash, made by: dailies completions bash

        # The first words, and the options that can stand there.
        _dailies_first='\(firstWords)'

        # Sets options to all options of a command.
        _dailies_options() {
            case $1 in
        \(table(program.commands.map { ($0.name, "options=\(quoted(optionWords($0)))") }))
            *) options= ;;
            esac
        }

        # Sets kind to what follows an option of a command: file, directory, text, or one word of a
        # list (choice), or several with commas between them (words); empty after a flag.
        _dailies_value() {
            kind=
            case "$1 $2" in
        \(values)
            esac
        }

        # Sets kind to what an operand of a command is, by its number from 0 on.
        _dailies_operand() {
            kind=text
            case "$1 $2" in
        \(operands)
            esac
        }

        _dailies() {
            local current=${COMP_WORDS[COMP_CWORD]} words=() word i kind='' options=''
            # Bash splits words at "=" and ":"; they are joined again.
            for ((i = 1; i <= COMP_CWORD; i++)); do
                word=${COMP_WORDS[i]}
                if ((${#words[@]} > 0)) && [[ $word == [=:]* || ${words[-1]} == *[=:] ]]; then
                    words[-1]+=$word
                else
                    words+=("$word")
                fi
            done
            [[ $current != [=:] ]] || current=
            COMPREPLY=()
            if ((${#words[@]} == 1)); then
                mapfile -t COMPREPLY < <(compgen -W "$_dailies_first" -- "$current")
                return
            fi
            local command=${words[0]} last=${words[-1]} option='' count=0 ended=''
            for word in "${words[@]:1:${#words[@]}-2}"; do
                if [[ $option ]]; then
                    option=
                elif [[ $ended || $word != -?* ]]; then
                    ((++count))
                elif [[ $word == -- ]]; then
                    ended=1
                elif [[ $word != --*=* ]]; then
                    _dailies_value "$command" "$word"
                    [[ ! $kind ]] || option=$word
                fi
            done
            if [[ $option ]]; then
                _dailies_value "$command" "$option"
            elif [[ ! $ended && $last == --*=* ]]; then
                _dailies_value "$command" "${last%%=*}"
            elif [[ ! $ended && $last == -* ]]; then
                _dailies_options "$command"
                mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
                return
            else
                _dailies_operand "$command" "$count"
            fi
            case $kind in
            file) compopt -o default ;;
            directory) compopt -o dirnames ;;
            choice\\ *) mapfile -t COMPREPLY < <(compgen -W "${kind#* }" -- "$current") ;;
            words\\ *)
                compopt -o nospace
                mapfile -t COMPREPLY < <(
                    compgen -P "${current%"${current##*,}"}" -W "${kind#* }" -- "${current##*,}")
                ;;
            esac
        }
        complete -F _dailies dailies
        """
    }

    private var firstWords: String {
        (program.firstWords.map(\.name) + ProgramPage.options.flatMap(words)).joined(separator: " ")
    }

    private func optionWords(_ command: CommandPage) -> String {
        command.options.flatMap(words).joined(separator: " ")
    }

    private func words(_ option: OptionDeclaration) -> [String] {
        (option.short.map { ["-\($0)"] } ?? []) + ["--\(option.name)"]
    }

    private var values: String {
        table(
            program.commands.flatMap { command in
                command.options.compactMap { option in
                    option.value.map { value in
                        let patterns = words(option).map { "\"\(command.name) \($0)\"" }
                        return (
                            patterns.joined(separator: " | "), "kind=\(quoted(text(value.kind)))"
                        )
                    }
                }
            })
    }

    private var operands: String {
        table(
            program.commands.flatMap { command in
                command.declarations.operands.enumerated().map { index, operand in
                    let number = operand.isRepeatable ? "*" : "\(index)"
                    return (
                        "\"\(command.name) \"\(number)", "kind=\(quoted(text(operand.value.kind)))"
                    )
                }
            } + [("\"help 0\"", "kind=\(quoted(text(.choice(program.names))))")])
    }

    private func text(_ kind: ValueKind) -> String {
        switch kind {
        case .file: "file"
        case .directory: "directory"
        case .choice(let words): "choice \(words.joined(separator: " "))"
        case .words(let words): "words \(words.joined(separator: " "))"
        case .text, .number, .duration: "text"
        }
    }

    private func table(_ rows: [(pattern: String, statement: String)]) -> String {
        rows.map { "    \($0.pattern)) \($0.statement) ;;" }.joined(separator: "\n")
    }

    private func quoted(_ text: String) -> String { "'\(text)'" }
}
