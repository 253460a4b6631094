import DailiesShotList

/// The words of a command line, sorted by what a command knows: GNU conventions.
struct Arguments: Sendable {
    private(set) var operands: [String] = []
    private var values: [String: [String]] = [:]

    func has(_ option: OptionSpec) -> Bool { values[option.name] != nil }

    /// The last value given.
    func value(_ option: OptionSpec) -> String? { values[option.name]?.last }

    /// Every value given, in order.
    func all(_ option: OptionSpec) -> [String] { values[option.name] ?? [] }

    /// The value as a number within a range.
    func number<Number: LosslessStringConvertible & Comparable>(
        _ option: OptionSpec, in range: ClosedRange<Number>
    ) throws(UsageError) -> Number? {
        guard let text = value(option) else { return nil }
        guard let number = Number(text), range.contains(number) else {
            throw UsageError(
                "--\(option.name) takes a number from \(range.lowerBound) to "
                    + "\(range.upperBound), and \"\(text)\" is none")
        }
        return number
    }

    /// Reads the words that follow a command's name.
    init(_ words: [String], options: [OptionSpec]) throws(UsageError) {
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                operands += rest
                break
            } else if word.hasPrefix("--") {
                try readLong(word, &rest, options)
            } else if word.hasPrefix("-"), word.count > 1 {
                try readShort(word, &rest, options)
            } else {
                operands.append(word)
            }
        }
    }

    private mutating func readLong(
        _ word: String, _ rest: inout ArraySlice<String>, _ options: [OptionSpec]
    ) throws(UsageError) {
        let pieces = word.dropFirst(2).split(
            separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(pieces.first ?? "")
        guard let option = options.first(where: { $0.name == name }) else {
            let near = options.map(\.name).min { editDistance($0, name) < editDistance($1, name) }
            let advice =
                near.flatMap { editDistance($0, name) <= 2 ? "; did you mean --\($0)?" : nil }
                ?? "; --help lists the options"
            throw UsageError("there is no option --\(name)\(advice)")
        }
        try take(option, attached: pieces.count == 2 ? String(pieces[1]) : nil, &rest)
    }

    private mutating func readShort(
        _ word: String, _ rest: inout ArraySlice<String>, _ options: [OptionSpec]
    ) throws(UsageError) {
        var letters = word.dropFirst()
        while let letter = letters.popFirst() {
            guard let option = options.first(where: { $0.short == letter }) else {
                throw UsageError("there is no option -\(letter); --help lists the options")
            }
            if option.value != nil {
                let attached = letters.isEmpty ? nil : String(letters)
                return try take(option, attached: attached, &rest)
            }
            try take(option, attached: nil, &rest)
        }
    }

    private mutating func take(
        _ option: OptionSpec, attached: String?, _ rest: inout ArraySlice<String>
    ) throws(UsageError) {
        guard let placeholder = option.value else {
            guard attached == nil else { throw UsageError("--\(option.name) takes no value") }
            values[option.name, default: []].append("")
            return
        }
        guard let value = attached ?? rest.popFirst() else {
            throw UsageError("--\(option.name) needs a value: --\(option.name) \(placeholder)")
        }
        values[option.name, default: []].append(value)
    }
}
