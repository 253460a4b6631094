import DailiesThreads
import Synchronization

extension MediaFile {
    /// Verifies the file on a worker thread, for callers that must not block.
    ///
    /// Cancelling the task ends the work soon; the verdict is then `unknown`.
    ///
    /// - Parameters: as those of `verify`, with `deadline` as the limit of the work.
    public func verification(
        against expectation: Expectation,
        level: Verification.Level = .header,
        tolerances: Tolerances = Tolerances(),
        deadline: Duration? = nil,
        rules: [Rule] = [],
        actions: ActionRules = .standard
    ) async -> Verification {
        await onWorkerThread(deadline) { limits in
            verify(
                against: expectation, level: level, tolerances: tolerances, limits: limits,
                rules: rules, actions: actions)
        }
    }

    /// Measures the file on a worker thread, for callers that must not block.
    ///
    /// - Throws: as `measure` does; a cancelled task gives `MeasurementError.Code.stopped`.
    public func measurement(
        deadline: Duration? = nil
    ) async throws(MeasurementError) -> MediaMeasurement {
        try await onWorkerThread(deadline) { limits in
            Result { () throws(MeasurementError) in try measure(limits: limits) }
        }.get()
    }

    /// Runs blocking work on a thread of `WorkerThreads`, with limits that end when the task is
    /// cancelled.
    package func onWorkerThread<Value: Sendable>(
        _ deadline: Duration?, _ work: @escaping @Sendable (VerificationLimits) -> Value
    ) async -> Value {
        let cancellation = Cancellation()
        let limits = VerificationLimits(
            deadline: deadline, shouldStop: { cancellation.isRaised })
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let job = WorkerThreads.Job { continuation.resume(returning: work(limits)) }
                cancellation.hurry(job)
                WorkerThreads.shared.add(job)
            }
        } onCancel: {
            cancellation.raise()
        }
    }

    /// Whether the task was cancelled, and the job to run at once in that case.
    private final class Cancellation: Sendable {
        private let state = Mutex<(isRaised: Bool, job: WorkerThreads.Job?)>((false, nil))

        var isRaised: Bool { state.withLock(\.isRaised) }

        func hurry(_ job: WorkerThreads.Job) {
            let isLate = state.withLock { state in
                state.job = job
                return state.isRaised
            }
            if isLate { job.perform() }
        }

        func raise() {
            let job = state.withLock { state in
                state.isRaised = true
                return state.job
            }
            // Its limits have ended: the job returns as soon as it begins.
            job?.perform()
        }
    }
}
