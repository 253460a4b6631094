import DailiesLedger
import DailiesPlanning

/// The open runs of a session that is asked to end or was stopped, for the message to the user.
package struct RunsUnderway: Sendable {
    private let accepted: [RunRecord]
    private let unknown: [RunRecord]

    /// - Throws: `LedgerError`.
    init(_ ledger: Ledger) async throws {
        let open = try await ledger.runs().filter(\.isOpen)
        accepted = open.filter { $0.state == .accepted }
        unknown = open.filter { $0.state != .accepted }
    }

    /// Reads the ledger of a production while a session may be writing to it; `nil` if there is none.
    ///
    /// - Throws: `LedgerError`.
    package init?(in folder: ProductionFolder) async throws {
        guard let ledger = try await folder.readLedgerIfAny() else { return nil }
        try await self.init(ledger)
    }

    /// Such as "under way at the provider: 010-t1, 020-t1 ($1.68 set aside); unknown whether it was
    /// accepted: 030-t1 ($0.84 set aside)".
    package var text: String {
        let parts = [
            Self.text("under way at the provider", accepted),
            Self.text("unknown whether it was accepted", unknown),
            deadline,
        ].compactMap(\.self)
        return parts.isEmpty ? "nothing is under way" : parts.joined(separator: "; ")
    }

    /// That files are gone soon after the end; `nil` if the providers keep them for a day or longer.
    private var deadline: String? {
        let names = (accepted + unknown).filter(\.hasShortLivedFile).map(\.takeName)
        guard let first = names.first else { return nil }
        return
            "\(first)\(names.count > 1 ? " and \(names.count - 1) more" : ""): the file is gone an "
            + "hour after the run's end; start again before"
    }

    private static func text(_ heading: String, _ runs: [RunRecord]) -> String? {
        guard !runs.isEmpty else { return nil }
        let names = runs.prefix(12).map(\.takeName).joined(separator: ", ")
        let rest = runs.count > 12 ? " and \(runs.count - 12) more" : ""
        return "\(heading): \(names)\(rest) (\(runs.map(\.quote).sum) set aside)"
    }
}
