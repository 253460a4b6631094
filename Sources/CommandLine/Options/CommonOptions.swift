/// Options that several commands share without being a group.
extension OptionReader {
    /// Whether JSON is written in place of text for people.
    mutating func json() -> Bool {
        flag("json", "write JSON lines to standard output, for programs")
    }
}
