/// The ledger could not be opened, read or written.
package struct LedgerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The operation that failed, and the database's message.
    package let description: String
    /// Whether the same operation may succeed later: another process had locked the file, or the
    /// connection to the server was lost.
    package let isTransient: Bool
    /// Whether the server answers, and its database doesn't have the production.
    package let isMissingProduction: Bool

    init(
        _ description: String, isTransient: Bool = false, isMissingProduction: Bool = false
    ) {
        self.description = description
        self.isTransient = isTransient
        self.isMissingProduction = isMissingProduction
    }
}
