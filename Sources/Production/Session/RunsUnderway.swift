import DailiesLedger
import DailiesPlanning

/// The runs that a session leaves at their providers, for the message when it is stopped.
struct RunsUnderway: Sendable {
    private let takes: [String]
    private let quote: Money

    /// - Throws: `LedgerError`.
    init(_ ledger: Ledger) async throws {
        let open = try await ledger.runs().filter(\.isOpen)
        takes = open.map(\.takeName)
        quote = open.map(\.quote).sum
    }

    /// "3 runs are under way at the provider (010-t1, 020-t1, 030-t1), with $2.52 set aside".
    var text: String {
        guard !takes.isEmpty else { return "nothing is under way at the provider" }
        let shown = takes.prefix(12).joined(separator: ", ")
        let rest = takes.count > 12 ? " and \(takes.count - 12) more" : ""
        let count = takes.count == 1 ? "1 run is" : "\(takes.count) runs are"
        return "\(count) under way at the provider (\(shown)\(rest)), with \(quote) set aside"
    }
}
