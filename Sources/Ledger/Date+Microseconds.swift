package import Foundation

extension Date {
    /// - Parameter microseconds: since 1970, as the ledger keeps times.
    package init(microseconds: Int64) {
        self.init(timeIntervalSince1970: Double(microseconds) / 1_000_000)
    }

    /// In microseconds since 1970, as the ledger keeps times.
    var microseconds: Int64 { Int64(timeIntervalSince1970 * 1_000_000) }
}
