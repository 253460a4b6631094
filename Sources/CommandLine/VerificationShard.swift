import DailiesJSON
import DailiesShards
import DailiesThreads
import DailiesVerification
import Synchronization

/// Verifies the files of one shard.
struct VerificationShard {
    let run: ShardRun
    let batch: VerificationBatch
    /// The shard's files, each with its place in the list.
    let entries: [(position: Int, path: String)]
    /// Whether files that can't be read now are recorded as unknown.
    let isLastAttempt: Bool
    let stop: StopFlag

    /// Verifies the files and writes the results; blocks.
    ///
    /// - Throws: as `ShardRun.perform`; `CancellationError` where the work was stopped.
    func perform() throws -> ShardRun.Outcome {
        let progress = ProgressLine(
            count: entries.count, run.unit, from: 20, console: run.console)
        return try run.perform { writer in
            let state = Mutex((next: 0, failure: (any Error)?.none))
            batch.verify(entries.map(\.path)) { verification in
                state.withLock { state in
                    do {
                        guard !stop.isRaised else { throw CancellationError() }
                        try checkAccess(verification)
                        try writer.add(
                            JSONValue.line(encoding: verification),
                            position: entries[state.next].position,
                            ShardVerdict(verification.verdict))
                        state.next += 1
                        progress.advance()
                        return true
                    } catch {
                        state.failure = error
                        return false
                    }
                }
            }
            progress.clear()
            if let failure = state.withLock(\.failure) { throw failure }
            guard !stop.isRaised else { throw CancellationError() }
        }
    }

    private func checkAccess(_ verification: Verification) throws(TryAgainLater) {
        guard !isLastAttempt, let code = verification.accessError,
            let problem = InputAccess.temporaryProblem(verification.file, code)
        else { return }
        throw TryAgainLater(problem)
    }
}

extension ShardVerdict {
    init(_ verdict: Verdict) {
        self =
            switch verdict {
            case .pass: .pass
            case .warn: .warn
            case .fail: .fail
            case .unknown: .unknown
            }
    }
}
