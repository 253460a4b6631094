import Foundation

/// The clock of a ledger that only this machine uses.
enum LedgerClock {
    /// The system's time in microseconds since 1970.
    static let system: @Sendable () -> Int64 = { Date().microseconds }
}
