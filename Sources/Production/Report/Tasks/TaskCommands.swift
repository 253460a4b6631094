/// The command lines of a task, or a sentence with those that can't be copied.
struct TaskCommands {
    private(set) var lines: [String] = []
    /// `nil` if every line can be copied.
    private(set) var advice: String?

    /// - Parameter commands: the words after the program's name.
    init(_ commands: [[String]]) { lines = commands.map { shellLine("dailies", $0) } }

    /// Commands that read the list from standard input, because its path isn't known.
    init(needingList commands: [[String]]) {
        guard !commands.isEmpty else { return }
        let lines = commands.map { shellLine("dailies", $0) }.joined(separator: "; ")
        advice = "The path of the list isn't known: give the list on standard input to \(lines)"
    }

    static func + (left: TaskCommands, right: TaskCommands) -> TaskCommands {
        var sum = left
        sum.lines += right.lines
        sum.advice = right.advice ?? left.advice
        return sum
    }
}
