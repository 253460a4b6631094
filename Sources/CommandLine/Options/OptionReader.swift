import Foundation

/// Options and operands that belong together; a command is such a group.
///
/// The initialiser declares each option where it reads its value, so an option that isn't declared
/// can't be read. Declaring happens by running the initialiser without arguments: every option must
/// therefore be read whatever the others are, and nothing else may happen in it.
protocol OptionGroup: Sendable {
    init(_ options: inout OptionReader)
}

extension OptionGroup {
    /// Everything that the group declares.
    static var declarations: Declarations {
        var reader = OptionReader(ParsedArguments())
        _ = Self(&reader)
        return reader.declarations
    }

    /// Parses the arguments that follow a command's name; `nil` where `--help` is among them.
    ///
    /// - Throws: the first mistake: first those that keep the arguments from being understood, then
    ///   wrong values in the order of the declarations.
    static func parse(_ arguments: [String]) throws(UsageError) -> Self? {
        let parsed = try ParsedArguments(arguments, options: declarations.options + [.help])
        guard parsed.values[OptionDeclaration.help.name] == nil else { return nil }
        var reader = OptionReader(parsed)
        let group = Self(&reader)
        if let mistake = reader.mistake ?? reader.surplus { throw mistake }
        return group
    }
}

/// Declares options and reads their values, one call for each option.
///
/// A wrong value counts as absent and is kept as the `mistake`, so that declaring can't fail.
struct OptionReader {
    private(set) var declarations = Declarations()
    /// The first wrong value or missing operand.
    private(set) var mistake: UsageError?
    private let values: [String: [String]]
    private var operands: ArraySlice<String>

    init(_ arguments: ParsedArguments) {
        values = arguments.values
        operands = arguments.operands[...]
    }

    /// The error of an operand that no declaration has read; `nil` if all were read.
    fileprivate var surplus: UsageError? {
        guard let operand = operands.first else { return nil }
        let expected = declarations.operands.map(\.value.placeholder).joined(separator: " ")
        return UsageError(
            "\"\(operand)\" is one operand too many; expected: "
                + (expected.isEmpty ? "options only" : expected))
    }

    /// A flag: an option without a value.
    mutating func flag(_ name: String, short: Character? = nil, _ help: String) -> Bool {
        declarations.options.append(
            OptionDeclaration(name: name, short: short, value: nil, help: help))
        return values[name] != nil
    }

    /// An option with a value; the last one given counts.
    mutating func option<Value>(
        _ name: String, short: Character? = nil, isInUsage: Bool = false,
        _ value: OptionValue<Value>, _ help: String
    ) -> Value? {
        declarations.options.append(
            OptionDeclaration(
                name: name, short: short, value: value.declaration, help: help,
                isInUsage: isInUsage))
        return values[name]?.last.flatMap { parse($0, value, name) }
    }

    /// An option that can be given several times: all its values, in the order given.
    mutating func repeated<Value>(
        _ name: String, short: Character? = nil, _ value: OptionValue<Value>, _ help: String
    ) -> [Value] {
        declarations.options.append(
            OptionDeclaration(
                name: name, short: short, value: value.declaration, help: help,
                isRepeatable: true))
        return (values[name] ?? []).compactMap { parse($0, value, name) }
    }

    /// The next operand, which is required.
    ///
    /// - Parameter message: the error where it is missing.
    mutating func operand(
        _ placeholder: String, _ kind: ValueKind, orElse message: String
    ) -> String {
        declare(placeholder, kind)
        let operand = operands.popFirst()
        require(operand != nil, message)
        return operand ?? ""
    }

    /// One operand that may be left out.
    mutating func operand(
        _ placeholder: String, _ kind: ValueKind, default value: String
    ) -> String {
        declare(placeholder, kind)
        return operands.popFirst() ?? value
    }

    /// All operands that are left.
    ///
    /// - Parameter message: the error where there is none; `nil` where none is needed.
    mutating func operands(
        _ placeholder: String, _ kind: ValueKind, orElse message: String? = nil
    ) -> [String] {
        declare(placeholder, kind, isRepeatable: true)
        defer { operands = [] }
        if let message { require(!operands.isEmpty, message) }
        return Array(operands)
    }

    private mutating func declare(
        _ placeholder: String, _ kind: ValueKind, isRepeatable: Bool = false
    ) {
        declarations.operands.append(
            OperandDeclaration(
                value: ValueDeclaration(placeholder: placeholder, kind: kind),
                isRepeatable: isRepeatable))
    }

    /// The options that were given and declared so far, without some.
    func given(except names: Set<String>) -> [GivenOption] {
        declarations.options.compactMap { option in
            guard let texts = values[option.name], !names.contains(option.name) else { return nil }
            // Of an option that isn't repeatable the last value counts.
            return GivenOption(
                name: option.name, values: option.isRepeatable ? texts : texts.suffix(1),
                isFile: option.value?.kind == .file, isFlag: option.value == nil)
        }
    }

    /// A condition between options, which must hold where none is given.
    mutating func require(_ condition: Bool, _ message: String) {
        if !condition { keep(UsageError(message)) }
    }

    private mutating func parse<Value>(
        _ text: String, _ value: OptionValue<Value>, _ name: String
    ) -> Value? {
        do {
            if let result = try value.parse(text) { return result }
            keep(value.error(for: name, text))
        } catch {
            keep(error)
        }
        return nil
    }

    private mutating func keep(_ mistake: UsageError) {
        if self.mistake == nil { self.mistake = mistake }
    }
}

/// An option as it was given.
struct GivenOption: Hashable, Sendable {
    /// The long name.
    let name: String
    /// The texts of its values; empty ones for a flag.
    let values: [String]
    /// Whether the values are names of files.
    let isFile: Bool
    /// Whether it has no value.
    let isFlag: Bool

    /// The option as words of a command line in any folder, once for each value.
    var words: [[String]] {
        values.map { value in
            guard !isFlag else { return ["--\(name)"] }
            // A preset is named by a path if that ends so.
            let isPath = isFile || name == "preset" && value.hasSuffix(".json")
            return ["--\(name)", isPath ? URL(fileURLWithPath: value).path : value]
        }
    }
}
