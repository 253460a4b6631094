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
}

/// The value of an option, or one or more operands.
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
    case number
    /// A time in seconds.
    case duration
}

/// Everything that a command accepts, in the order of its help.
struct Declarations: Hashable, Sendable {
    var options: [OptionDeclaration] = []
    var operands: [ValueDeclaration] = []
}
