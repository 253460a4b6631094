package import DailiesGeneration
package import DailiesLedger
import DailiesPlanning
import DailiesThreads
import Foundation

/// A production that is looked after without a session: its ledger, held alone.
package final class OpenProduction: Sendable {
    package let ledger: Ledger
    private let lock: ProductionLock

    private init(ledger: Ledger, lock: consuming ProductionLock) {
        self.ledger = ledger
        self.lock = lock
    }

    /// Opens a production that is there.
    ///
    /// - Throws: `SessionError`, also where a session is at work on it; `LedgerError`.
    package static func open(_ folder: ProductionFolder) async throws -> OpenProduction {
        guard FileManager.default.fileExists(atPath: folder.ledger) else {
            throw SessionError.folder(path: folder.path, reason: "it holds no production")
        }
        let lock = try ProductionLock.take(folder)
        let path = folder.ledger
        let ledger = try await onOwnThread(named: "open the ledger") { try Ledger(path: path) }
        return OpenProduction(ledger: ledger, lock: lock)
    }

    /// Runs whose submit may or may not have reached the provider.
    package func unknownRuns() async throws -> [RunRecord] {
        try await ledger.runs().filter { $0.state == .intended || $0.state == .unknown }
    }

    /// Asks a provider for what became of one of them, as far as its list tells.
    ///
    /// - Parameters:
    ///   - isStandIn: whether the provider is a stand-in, whose list is always complete.
    ///   - tell: is told why nothing happens for a while.
    package func reconcile(
        _ run: RunRecord, with provider: any Provider, isStandIn: Bool,
        tell: @escaping @Sendable (String) -> Void
    ) async throws {
        let pace = isStandIn ? SessionSettings.Pace.standIn : .provider
        try await Reconciliation(
            ledger: ledger, provider: provider, isStandIn: isStandIn,
            absenceGrace: pace.absenceGrace,
            submitPatience: isStandIn ? .zero : type(of: provider).identity.submitTimeout,
            now: { Int64(Date().timeIntervalSince1970 * 1_000_000) },
            pause: { try await Task.sleep(for: $0) },
            tell: tell
        ).settle(run)
    }

    /// Takes a person's word that a run is there under an id.
    package func adopt(_ run: RunRecord, id: String, at provider: any Provider) async throws {
        let remote = provider.remoteRun(id: id, endpoint: run.endpoint)
        try await ledger.accept(run.id, remoteID: remote.id, addresses: remote.addresses)
    }

    /// Takes a person's word that a submit never arrived: it may be sent again.
    package func forget(_ run: RunRecord) async throws {
        try await ledger.close(
            run.id, as: .notSent, reason: "a person says that it never arrived", cost: .zero)
    }

    /// Runs that were taken, and whose film isn't there: none landed, or it didn't pass.
    package func missingRuns() async throws -> [RunRecord] {
        var missing: [RunRecord] = []
        for run in try await ledger.runs() where run.state == .accepted || run.state == .succeeded {
            let take = try await ledger.take(of: run)
            if take.map({ TakeStanding($0) }) != .accepted { missing.append(run) }
        }
        return missing
    }

    /// Takes a person's word that a run's film can't be had any more: it counts as paid at the
    /// worst price, and the same may be bought again.
    package func writeOff(_ run: RunRecord) async throws {
        try await ledger.close(
            run.id, as: .faulted, reason: "a person wrote it off", cost: run.quote)
    }

    /// Runs that are under way at their provider.
    package func runsUnderway() async throws -> [RunRecord] {
        try await ledger.runs().filter { $0.state == .accepted }
    }

    /// Asks a provider to give up a run; what came of it is seen when the run is asked for.
    package func cancel(
        _ run: RunRecord, at provider: any Provider
    ) async throws -> Cancellation {
        guard let remote = run.remote else { return .tooLate }
        return try await provider.cancel(remote)
    }
}
