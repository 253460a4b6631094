/// The ledger could not be opened, read or written.
package struct LedgerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was tried and what SQLite said.
    package let description: String

    init(_ description: String) { self.description = description }
}
