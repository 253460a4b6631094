import DailiesLanding
import DailiesLedger
import DailiesMedia
import DailiesPlanning

/// Sends a planned run on its way: where it starts with another take's last picture, with that.
struct RunStart: Sendable {
    let means: SessionMeans

    /// - Parameter previous: what became of the run whose last picture it starts with.
    func travel(_ planned: PlannedRun, after previous: RunOutcome?) async throws -> RunOutcome {
        guard let name = planned.startsFrom else {
            return try await RunJourney(planned: planned, means: means).travel()
        }
        guard case .accepted(let take) = previous else {
            let outcome = RunOutcome.open(
                reason: "it starts with the last picture of \(name), which has no accepted take")
            means.emit(.run(planned.name, .open("waits for \(name)")))
            return outcome
        }
        do {
            let picture = try await LastPicture(folder: means.settings.folder).file(of: take)
            // Another take of the run before makes it another run: what was bought is stale.
            let settled = planned.starting(
                withLastPictureOf: take.run.takeName, sha256: take.sha256, size: picture.size,
                contents: means.plan.contents)
            return try await RunJourney(
                planned: settled, start: (.lastPicture(of: take.run.takeName), picture),
                means: means
            ).travel()
        } catch let missing as LastPicture.Missing {
            return stopped(planned, missing.description)
        } catch let error as MediaError {
            return stopped(planned, "the last picture of \(name) can't be taken: \(error)")
        } catch let error as LandingError {
            return stopped(planned, "the last picture of \(name) can't be kept: \(error)")
        }
    }

    private func stopped(_ planned: PlannedRun, _ reason: String) -> RunOutcome {
        means.emit(.run(planned.name, .open(reason)))
        return .open(reason: reason)
    }
}
