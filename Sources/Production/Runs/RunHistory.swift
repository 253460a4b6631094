import DailiesLedger

/// The runs that belong to one planned run, with what the ledger and the folder hold of their takes.
struct RunHistory: Sendable {
    /// Oldest first.
    let runs: [RunRecord]
    let ledger: Ledger
    let folder: ProductionFolder
    /// Whether takes whose only failed check is the provider's content filter are accepted.
    let acceptsFlagged: Bool

    /// The take that goes into the film: the one that a person chose, otherwise the latest accepted
    /// one; `nil` if there is none whose file exists.
    func acceptedTake() async throws -> TakeRecord? {
        // By the name of each run: a shot that got another id keeps the choice.
        for run in runs.reversed() where try await ledger.circledTake(of: run.name) == run.takeName
        {
            if let take = try await ledger.take(of: run), folder.hasFile(of: take) { return take }
        }
        for run in runs.reversed() where run.state == .succeeded {
            if let take = try await ledger.take(of: run),
                TakeStanding(take, acceptsFlagged: acceptsFlagged) == .accepted,
                folder.hasFile(of: take)
            {
                return take
            }
        }
        return nil
    }

    /// A take that a person must look at before anything more is bought; `nil` if there is none.
    func heldTake() async throws -> TakeRecord? {
        for run in runs where run.state == .succeeded {
            if let take = try await ledger.take(of: run),
                TakeStanding(take, acceptsFlagged: acceptsFlagged) == .held
            {
                return take
            }
        }
        return nil
    }

    /// The first run that isn't done: an open one, or a finished one whose take has not been
    /// downloaded, is missing, was not verified, or must be downloaded again.
    func unfinished() async throws -> RunRecord? {
        for run in runs {
            let take = try await ledger.take(of: run)
            if run.isUnfinished(take) { return run }
            if run.state == .succeeded, let take, !folder.hasFile(of: take) { return run }
        }
        return nil
    }
}
