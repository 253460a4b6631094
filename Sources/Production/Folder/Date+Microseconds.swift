import Foundation

extension Date {
    /// - Parameter microseconds: since 1970, as the ledger keeps times.
    init(microseconds: Int64) { self.init(timeIntervalSince1970: Double(microseconds) / 1_000_000) }
}
