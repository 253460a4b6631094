import DailiesLedger
package import DailiesReporting

/// Where a production stands, read from its ledger; a session may be at work meanwhile.
package struct ProductionStatus: Sendable {
    package let kind: ProductionKind?
    /// All runs with their takes, in the order of their intents.
    package let entries: [RunFacts]
    /// The path of the list that the last session made; `nil` if it isn't known.
    package let list: String?
    /// The report as `dailies report` would write it, without the pictures of the takes.
    package let report: DailiesReport
    /// The command that goes on with the production.
    package let continuation: String

    /// - Throws: `SessionError` if there is no production; `LedgerError`.
    package init(of folder: ProductionFolder) async throws {
        try folder.requireLedger()
        let ledger = try await folder.readLedger()
        kind = try await ledger.kind()
        let (composer, reading) = try await folder.readings(of: ledger, .folder)
        entries = reading.facts
        list = composer.list.path
        let hasClaims = try await ledger.hasClaimsOfOthers()
        let isAtWork = hasClaims || ProductionLock.isHeld(folder)
        report = try await folder.report(by: reading, composer, isAtWork: isAtWork)
        continuation = shellLine(
            "dailies", composer.tasks.continuation(isRehearsal: kind == .rehearsal))
    }
}
