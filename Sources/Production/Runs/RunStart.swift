import DailiesLanding
import DailiesLedger
import DailiesPlanning

/// Starts the execution of a planned run, with the last picture of another run's take if the plan
/// says so.
struct RunStart: Sendable {
    let context: SessionContext

    /// - Parameter previous: the outcome of the run whose last picture this run starts with.
    func execute(_ planned: PlannedRun, after previous: RunOutcome?) async throws -> RunOutcome {
        guard let name = planned.startsFrom else {
            return try await RunExecution(planned: planned, context: context).execute()
        }
        guard let take = previous?.take else {
            let outcome = RunOutcome.open(
                reason: "it starts with the last picture of \(name), which has no accepted take")
            context.emit(.run(planned.name, .open("waits for \(name)")))
            return outcome
        }
        do {
            let picture = try await LastPicture(folder: context.settings.folder).file(of: take)
            // The request depends on the take: another take of that run makes earlier takes of this
            // run unusable.
            let started = planned.starting(
                withLastPictureOf: take.run.takeName, sha256: take.sha256, size: picture.size,
                contents: context.plan.contents)
            return try await RunExecution(
                planned: started, start: (.lastPicture(of: take.run.takeName), picture),
                context: context
            ).execute()
        } catch let missing as LastPicture.Missing {
            return open(planned, missing.description)
        } catch let changed as ChangedTake {
            return open(planned, setAside(changed))
        } catch let error as LandingError {
            return open(planned, "the last picture of \(name) can't be written: \(error)")
        }
    }

    /// Renames the changed file, so that the next session downloads it again.
    ///
    /// - Returns: the reason why the run can't start.
    private func setAside(_ changed: ChangedTake) -> String {
        do {
            try context.settings.folder.setAside(changed.take)
            return changed.description
        } catch {
            return "\(changed.description); the changed file can't be renamed: \(error)"
        }
    }

    private func open(_ planned: PlannedRun, _ reason: String) -> RunOutcome {
        context.emit(.run(planned.name, .open(reason)))
        return .open(reason: reason)
    }
}
