/// The ledger could not be opened, read or written.
package struct LedgerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was tried and what SQLite said.
    package let description: String
    /// Whether another process held the file; the same may pass later.
    let isBusy: Bool

    init(_ description: String, isBusy: Bool = false) {
        self.description = description
        self.isBusy = isBusy
    }
}
