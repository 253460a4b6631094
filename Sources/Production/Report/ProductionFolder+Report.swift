import DailiesLanding
import DailiesLedger
package import DailiesReporting

extension ProductionFolder {
    /// Writes the report of a production without a session, from its ledger and its files: after a
    /// crash, or after a take was chosen by hand.
    ///
    /// - Throws: `SessionError`, `.heldByAnother` if a session is at work, which writes the report
    ///   itself; `LedgerError`; `LandingError`.
    package func writeReport(_ assets: DailiesReport.Assets) async throws -> DailiesReport {
        try requireLedger()
        let lock = try ProductionLock.acquire(self)
        let ledger = try await openLedger()
        let session = try await ledger.sessions().last
        let recorded = try await ledger.results().flatMap { results in
            results.session == session?.id ? results : nil
        }
        let facts = try await RunFacts.all(ledger, self)
        let outcomes = LedgerOutcomes(
            planned: try await ledger.plannedRuns(), facts: facts, recorded: recorded)
        let kind = try await ledger.value("kind").flatMap(ProductionKind.init(ledgerValue:))
        let composer = ReportComposer(
            outline: try await ledger.outline(), folder: self, ledger: ledger,
            isRehearsal: kind == .rehearsal, list: try await ledger.listPath(), assets: assets)
        let report = try await composer.compose(
            outcomes.all, [], film(recorded, outcomes.all), Self.state(of: session))
        try await ReportComposer.write(report, to: self)
        _ = consume lock
        return report
    }

    private static func state(of session: SessionRecord?) -> DailiesReport.SessionState {
        guard let session else { return .finished }
        guard let outcome = session.outcome else { return .killed }
        return outcome == "finished" ? .finished : .stopped
    }

    /// The joined files that the last session recorded and that are still there.
    private func film(
        _ recorded: RecordedResults?, _ outcomes: [String: RunOutcome]
    ) -> FilmAssembly.Result {
        let missing = outcomes.values.count { $0.take == nil }
        let reason =
            missing > 0
            ? "\(missing) of \(outcomes.count) runs have no take for the film."
            : "the last session ended before it was joined"
        guard let recorded else { return FilmAssembly.Result(problem: reason) }
        var film = recorded.film
        film.film = film.film.flatMap { isThere($0) ? $0 : nil }
        film.partialFilm = film.partialFilm.flatMap { isThere($0) ? $0 : nil }
        if film.film == nil { film.problem = film.problem ?? reason }
        return film
    }

    private func isThere(_ film: DailiesReport.FilmEntry) -> Bool {
        Landing.size(of: place(film.file)) == film.bytes
    }
}
