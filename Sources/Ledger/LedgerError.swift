/// The ledger could not be opened, read or written.
package struct LedgerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The operation that failed, and SQLite's message.
    package let description: String
    /// Whether another process had locked the file; the same operation may succeed later.
    let isBusy: Bool

    init(_ description: String, isBusy: Bool = false) {
        self.description = description
        self.isBusy = isBusy
    }
}
