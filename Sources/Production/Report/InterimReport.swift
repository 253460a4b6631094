import DailiesPlanning
import DailiesReporting

/// Writes the report while the session is at work, so that it can be read at any time and is there
/// if the session is killed.
struct InterimReport: Sendable {
    let plan: Plan
    let composer: ReportComposer
    let progress: SessionProgress
    /// The shortest time between two reports.
    let interval: Duration
    let pause: @Sendable (Duration) async throws -> Void
    let emit: @Sendable (SessionEvent) -> Void

    /// Writes a report after each change until the task is cancelled.
    func keepWriting() async {
        var written: Int?
        while !Task.isCancelled {
            let changes = progress.changes
            let begun = ContinuousClock.now
            if changes != written {
                await write(.running)
                written = changes
            }
            // A long report takes at most a twentieth of the time.
            let wait = max(interval, begun.duration(to: .now) * 20)
            guard (try? await pause(wait)) != nil else { return }
        }
    }

    /// Writes what is known now; a failure is reported to the user and changes nothing else.
    func write(_ state: DailiesReport.SessionState) async {
        do {
            let film = FilmAssembly.Result(problem: "the session has not joined it yet")
            let report = try await composer.compose(
                plan.outcomesByName(progress.outcomes(of: plan)), [], film, state)
            try await ReportComposer.write(report, to: composer.folder)
        } catch {
            emit(.note("the report could not be written: \(error)"))
        }
    }
}
