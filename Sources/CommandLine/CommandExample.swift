/// A command line that the help and the manual page of a command show, with what it does.
struct CommandExample: Hashable, Sendable {
    /// The words after `dailies`, as they are typed in a shell.
    let line: String
    /// What the line does, in one sentence without a full stop.
    let purpose: String

    init(_ line: String, _ purpose: String) {
        self.line = line
        self.purpose = purpose
    }
}
