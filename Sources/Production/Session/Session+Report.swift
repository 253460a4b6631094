import DailiesLedger
import DailiesPlanning
import DailiesReporting
import DailiesShotList
import Foundation

// Reporting: while the stages are at work, and what came of them.
extension Session {
    /// What the stages of a session bring.
    typealias Results = (
        outcomes: [RunOutcome], leftovers: [Leftovers.Outcome], film: FilmAssembly.Result
    )

    /// Runs the stages and writes the report: meanwhile, at their end, and when they are stopped.
    func whileReporting(
        _ ledger: Ledger, _ claims: RunClaims, _ stages: () async throws -> Results
    ) async throws -> SessionResult {
        let composer = ReportComposer(
            outline: ReportOutline(plan), folder: settings.folder, ledger: ledger,
            isRehearsal: !server.isPaid, list: list,
            assets: settings.reportAssets)
        let interim = InterimReport(
            plan: plan, composer: composer, progress: progress,
            interval: settings.pace.reportInterval,
            pause: { try await Task.sleep(for: $0) }, emit: emit)
        let writing = Task { await interim.keepWriting() }
        let telling = Task { try await tellDrain(ledger) }
        let renewing = Task { await claims.keepRenewing() }
        func endTasks() async {
            for task in [writing, renewing] { task.cancel() }
            telling.cancel()
            for task in [writing, renewing] { await task.value }
        }
        do {
            let results = try await stages()
            await endTasks()
            try await claims.releaseAll()
            let outcomes = plan.outcomesByName(results.outcomes)
            let wasAskedToEnd = drain.isRequested
            try await ledger.setResults(outcomes, results.leftovers, results.film)
            try await ledger.endSession(wasAskedToEnd ? "asked to end" : "finished")
            let report = try await composer.compose(
                outcomes, results.leftovers, results.film, wasAskedToEnd ? .stopped : .finished)
            try await ReportComposer.write(report, to: settings.folder)
            await writeExports(of: report, ledger)
            return SessionResult(
                outcomes: results.outcomes, leftovers: results.leftovers.map(\.outcome),
                report: report, folder: settings.folder)
        } catch {
            await endTasks()
            // In a task of its own, because this one may be cancelled.
            await Task { await recordStop(by: error, ledger, claims, interim) }.value
            throw error
        }
    }

    /// Writes the files for other programs if there is a film; a failure is reported to the user and
    /// changes nothing else.
    private func writeExports(of report: DailiesReport, _ ledger: Ledger) async {
        guard report.film ?? report.partialFilm != nil else { return }
        do {
            let hasCaptions = plan.film.captions != false
            let standing = ExportStanding(of: report, hasCaptions: hasCaptions)
            guard try await !standing.isCurrent(ledger, settings.folder) else { return }
            let outcome = try await FilmExport(of: settings.folder, ledger)
                .write(ExportFormat.small.filter { $0 != .srt || hasCaptions })
            if !hasCaptions {
                unlink(settings.folder.place(settings.folder.exportFile(plan.title, .srt)))
            }
            try await standing.record(outcome.files, ledger)
            for refusal in outcome.refusals { emit(.note(refusal)) }
        } catch {
            emit(.note("the files for other programs could not be written: \(error)"))
        }
    }

    private func recordStop(
        by error: any Error, _ ledger: Ledger, _ claims: RunClaims, _ interim: InterimReport
    ) async {
        do {
            let underway = try await RunsUnderway(ledger).text
            emit(.ending("stopped: \(underway); the next session goes on from here"))
            try await claims.releaseAll()
            try await ledger.endSession("stopped: \(error)")
            await interim.write(.stopped)
        } catch {
            emit(.note("how far the session came could not be recorded: \(error)"))
        }
    }

    /// Tells the user what is finished first when the session is asked to end.
    private func tellDrain(_ ledger: Ledger) async throws {
        try await drain.wait { try await Task.sleep(for: .seconds(86_400 * 365)) }
        guard drain.isRequested, !Task.isCancelled else { return }
        let underway = try await RunsUnderway(ledger).text
        emit(
            .ending(
                drain.leavesRuns
                    ? "the session's time is over; \(underway); the next session goes on from here"
                    : "ending: nothing more is submitted, and what is under way is finished first; "
                        + "\(underway). Interrupt again to stop at once: nothing is lost"))
    }
}
