package import DailiesLedger
package import DailiesPlanning
package import DailiesReporting
import Foundation

extension DailiesReport.ClaimEntry {
    /// The claim for a run that was billed, or may have been billed, and brought no video.
    ///
    /// - Parameter cost: what the run cost; `nil` if that isn't known.
    /// - Returns: `nil` if the run brought a video, may still bring one, or is known to be free. A run
    ///   whose file the provider no longer serves is a claim, until the file has landed after all.
    package init?(_ run: RunRecord, cost: Money?) {
        switch run.state {
        case .failed, .moderated, .faulted: break
        case .succeeded where run.reason != nil: break
        case .intended, .accepted, .succeeded, .refused, .notSent, .unknown, .void: return nil
        }
        let amount = cost ?? run.quote
        guard let id = run.remoteID, amount > .zero else { return nil }
        self.init(
            take: run.takeName, provider: run.provider, runID: id,
            submittedAt: Date(microseconds: run.intendedAt).formatted(.iso8601),
            amount: amount, isCostKnown: cost != nil,
            reason: run.explanation ?? "the provider gives no reason")
    }
}
