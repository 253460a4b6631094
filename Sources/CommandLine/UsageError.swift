/// The command line is wrong; the exit code is 2.
struct UsageError: Error, Hashable, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
