/// One option of a command, as the help, the parser, shell completion and manual pages need it.
struct OptionDeclaration: Hashable, Sendable {
    /// The long name, without dashes.
    let name: String
    let short: Character?
    /// What the option's value is; `nil` for a flag.
    let value: ValueDeclaration?
    /// One line for the help, without a full stop.
    let help: String
    /// Whether every given value counts, not only the last.
    var isRepeatable = false
    /// Whether the usage line shows it, because the command rarely works without it.
    var isInUsage = false

    /// Prints the command's help; every command has it.
    static let help = OptionDeclaration(
        name: "help", short: "h", value: nil, help: "show this help")

    /// Prints the program's version; it stands in the place of a command.
    static let version = OptionDeclaration(
        name: "version", short: "V", value: nil, help: "print the version")
}

/// The value of an option, or an operand.
struct ValueDeclaration: Hashable, Sendable {
    /// How the help shows it, such as `FILE` or `WxH`.
    let placeholder: String
    let kind: ValueKind
}

/// The kind of a value, for shell completion and manual pages.
enum ValueKind: Hashable, Sendable {
    case text
    case file
    case directory
    /// One of these words.
    case choice([String])
    /// One or several of these words, with commas between them.
    case words([String])
    case number
    /// A time in seconds.
    case duration
}

/// An operand, or all operands from some place on.
struct OperandDeclaration: Hashable, Sendable {
    let value: ValueDeclaration
    /// Whether all operands that are left are of this kind.
    var isRepeatable = false
}

/// Everything that a command accepts, in the order of its help.
struct Declarations: Hashable, Sendable {
    var options: [OptionDeclaration] = []
    var operands: [OperandDeclaration] = []
}
