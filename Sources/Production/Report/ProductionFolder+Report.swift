import DailiesLanding
import DailiesLedger
package import DailiesReporting
import DailiesThreads

extension ProductionFolder {
    /// Writes the report of a production without a session, from its ledger and its files: after a
    /// crash, or after a take was chosen by hand.
    ///
    /// What a rebuilt ledger doesn't say is taken from the last report.
    ///
    /// - Throws: `SessionError`, `.heldByAnother` if a session is at work, which writes the report
    ///   itself; `LedgerError`; `LandingError`.
    package func writeReport(_ assets: DailiesReport.Assets) async throws -> DailiesReport {
        try requireLedger()
        try requireWritable()
        let lock = try ProductionLock.acquire(self)
        let ledger = try await openLedger()
        guard try await !ledger.hasClaimsOfOthers() else {
            throw SessionError.heldByAnother(path: path)
        }
        let (composer, reading) = try await readings(of: ledger, assets)
        let report = try await composer.withPictures(
            try await report(by: reading, composer, isAtWork: false))
        try await ReportComposer.write(report, to: self)
        _ = consume lock
        return report
    }

    /// What a ledger says of the production, and what makes a report of it.
    func readings(
        of ledger: Ledger, _ assets: DailiesReport.Assets
    ) async throws -> (ReportComposer, LedgerReading) {
        let outline = try await outline(ledger)
        let kind = try await ledger.kind()
        let composer = ReportComposer(
            outline: outline, folder: self, ledger: ledger, isRehearsal: kind == .rehearsal,
            list: try await ledger.list(), assets: assets)
        return (composer, try await composer.read())
    }

    /// The report by the ledger and the files alone, without pictures.
    ///
    /// - Parameter isAtWork: whether a session is at work.
    func report(
        by reading: LedgerReading, _ composer: ReportComposer, isAtWork: Bool
    ) async throws -> DailiesReport {
        let session = reading.lastSession
        let results = try await composer.ledger.results()
        let recorded = results?.session == session?.id ? results : nil
        let outcomes = LedgerOutcomes(reading, recorded)
        let missing = Set(outcomes.all.filter { $0.value.take == nil }.keys)
        var film = recorded?.film ?? FilmAssembly.Result()
        if results == nil { film = try await lastReport().joined }
        keepFiles(of: &film)
        // Of other missing takes, what was said of the film isn't so any more.
        if missing != recorded?.missing ?? [] { film.problem = nil }
        if film.film == nil, film.problem == nil {
            film.problem =
                missing.isEmpty
                ? recorded?.missing.isEmpty == false
                    ? "takes were still missing when the last session ended"
                    : "the last session ended before it was joined"
                : FilmAssembly.problem(missing: missing.count, of: outcomes.all.count)
        }
        return try await composer.compose(
            reading, outcomes.all, outcomes.leftovers, film,
            isAtWork ? .running : Self.state(of: session))
    }

    private func lastReport() async throws -> ReportedFilm {
        try await onOwnThread(named: "report") { ReportedFilm(of: self) }
    }

    /// What the last list wants: as the ledger says, or the last report, or the runs themselves.
    private func outline(_ ledger: Ledger) async throws -> ReportOutline {
        if let outline = try await ledger.outline() { return outline }
        let report = try await lastReport()
        let title = try await ledger.value("title") ?? report.title
        if var outline = report.outline {
            outline.title = title ?? outline.title
            return outline
        }
        return ReportOutline(title: title ?? "film", runs: try await ledger.runs(), report)
    }

    private static func state(of session: SessionRecord?) -> DailiesReport.SessionState {
        guard let session else { return .finished }
        guard let outcome = session.outcome else { return .killed }
        return outcome == "finished" ? .finished : .stopped
    }

    /// Removes the joined files that aren't there any more from what a record says.
    private func keepFiles(of film: inout FilmAssembly.Result) {
        film.film = film.film.flatMap { isThere($0) ? $0 : nil }
        film.partialFilm = film.partialFilm.flatMap { isThere($0) ? $0 : nil }
        film.shots = film.shots.filter { Landing.size(of: place($0.value)) != nil }
    }

    private func isThere(_ film: DailiesReport.FilmEntry) -> Bool {
        Landing.size(of: place(film.file)) == film.bytes
    }
}
