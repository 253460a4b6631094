import DailiesShotList

/// Command-line arguments, sorted into operands and the texts of options by GNU conventions.
///
/// Options and operands can be mixed; everything after `--` is an operand. `--name value`,
/// `--name=value`, `-n value`, `-nvalue` and grouped flags (`-qn value`) are understood. A value may
/// begin with a dash.
struct ParsedArguments: Sendable {
    private(set) var operands: [String] = []
    /// The texts of each given option by its long name, in order; an empty text for each time a flag
    /// is given.
    private(set) var values: [String: [String]] = [:]

    /// No arguments.
    init() {}

    /// Parses the arguments that follow a command's name.
    init(_ arguments: [String], options: [OptionDeclaration]) throws(UsageError) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--" {
                operands += rest
                break
            } else if argument.hasPrefix("--") {
                try parseLong(argument, &rest, options)
            } else if argument.hasPrefix("-"), argument.count > 1 {
                try parseShort(argument, &rest, options)
            } else {
                operands.append(argument)
            }
        }
    }

    private mutating func parseLong(
        _ argument: String, _ rest: inout ArraySlice<String>, _ options: [OptionDeclaration]
    ) throws(UsageError) {
        let parts = argument.dropFirst(2).split(
            separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts.first ?? "")
        guard let option = options.first(where: { $0.name == name }) else {
            let advice = nearest(to: name, among: options.map(\.name))
                .map { "did you mean --\($0)?" }
            throw UsageError(
                "there is no option --\(name); \(advice ?? "--help lists the options")")
        }
        try add(option, attached: parts.count == 2 ? String(parts[1]) : nil, &rest)
    }

    private mutating func parseShort(
        _ argument: String, _ rest: inout ArraySlice<String>, _ options: [OptionDeclaration]
    ) throws(UsageError) {
        var letters = argument.dropFirst()
        while let letter = letters.popFirst() {
            guard let option = options.first(where: { $0.short == letter }) else {
                throw UsageError("there is no option -\(letter); --help lists the options")
            }
            if option.value != nil {
                let attached = letters.isEmpty ? nil : String(letters)
                return try add(option, attached: attached, &rest)
            }
            try add(option, attached: nil, &rest)
        }
    }

    /// - Parameter attached: the text after `=`, or after the letter.
    private mutating func add(
        _ option: OptionDeclaration, attached: String?, _ rest: inout ArraySlice<String>
    ) throws(UsageError) {
        guard let declaration = option.value else {
            guard attached == nil else { throw UsageError("--\(option.name) takes no value") }
            values[option.name, default: []].append("")
            return
        }
        guard let text = attached ?? rest.popFirst() else {
            throw UsageError(
                "--\(option.name) needs a value: --\(option.name) \(declaration.placeholder)")
        }
        values[option.name, default: []].append(text)
    }
}
