package import DailiesLedger
package import DailiesPlanning
package import DailiesReporting
import Foundation

/// The runs that were billed, or may have been billed, and brought no video.
struct UndeliveredRuns: Sendable {
    let entries: [DailiesReport.ClaimEntry]

    /// - Throws: `LedgerError`.
    init(_ ledger: Ledger) async throws {
        var entries: [DailiesReport.ClaimEntry] = []
        for run in try await ledger.runs() {
            let cost = try await ledger.cost(of: run.id)
            if let entry = DailiesReport.ClaimEntry(run, cost: cost) { entries.append(entry) }
        }
        self.entries = entries
    }
}

extension DailiesReport.ClaimEntry {
    /// - Parameter cost: what the run cost; `nil` if that isn't known.
    /// - Returns: `nil` if the run brought a video, may still bring one, or is known to be free.
    package init?(_ run: RunRecord, cost: Money?) {
        switch run.state {
        case .failed, .moderated, .faulted: break
        case .intended, .accepted, .succeeded, .refused, .notSent, .unknown, .void: return nil
        }
        let amount = cost ?? run.quote
        guard let id = run.remoteID, amount > .zero else { return nil }
        self.init(
            take: run.takeName, provider: run.provider, runID: id,
            submittedAt: Date(timeIntervalSince1970: Double(run.intendedAt) / 1_000_000)
                .formatted(.iso8601),
            amount: amount, isCostKnown: cost != nil,
            reason: run.explanation ?? "the provider gives no reason")
    }
}
