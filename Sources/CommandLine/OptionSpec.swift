/// One option of a command.
struct OptionSpec: Sendable {
    let name: String
    let short: Character?
    /// What the value is called in the help; `nil` for an option without value.
    let value: String?
    let help: String

    init(_ name: String, short: Character? = nil, value: String? = nil, _ help: String) {
        self.name = name
        self.short = short
        self.value = value
        self.help = help
    }
}

extension OptionSpec {
    static let help = OptionSpec("help", short: "h", "show this help")
    static let json = OptionSpec("json", "write JSON lines for programs on standard output")
    static let quiet = OptionSpec("quiet", short: "q", "say only what went wrong")
    static let output = OptionSpec(
        "output", short: "o", value: "DIR", "the production's folder (default: the list's title)")
    static let provider = OptionSpec(
        "provider", value: "NAME", "who makes the shots (default: the list's, or runflow)")
    static let preset = OptionSpec(
        "preset", value: "NAME", "a look from presets/looks; can be given several times")
    static let latency = OptionSpec(
        "latency", value: "SECONDS", "how long the stand-in takes for a run, at least")
}
