import DailiesLedger

/// The reasons why a run's preferred provider didn't sell it; they are kept in the ledger for later
/// reports.
enum ProviderRefusals {
    /// The ledger's key for the refusals of a planned run.
    static func key(_ run: String) -> String { "refusals \(run)" }

    /// The refusals; `nil` if the take was bought from the preferred provider, or if none refused.
    ///
    /// - Parameters:
    ///   - run: the name of the planned run.
    ///   - provider: the preferred provider.
    static func text(
        ofRun run: String, at provider: String, _ take: TakeRecord?, _ ledger: Ledger
    ) async throws -> String? {
        guard let take, take.run.provider != provider else { return nil }
        return try await ledger.value(key(run))
    }
}
