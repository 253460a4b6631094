import Dispatch
import Synchronization

extension MediaFile {
    /// Judges the file on a thread of its own, for callers that must not block.
    ///
    /// Cancelling the task ends the work soon; the verdict is then `unknown`.
    ///
    /// - Parameters: as those of `verify`.
    public func verification(
        against expectation: Expectation,
        level: Verification.Level = .header,
        tolerances: Tolerances = Tolerances(),
        deadline: Duration? = nil
    ) async -> Verification {
        let isCancelled = Flag()
        let limits = VerificationLimits(deadline: deadline, shouldStop: { isCancelled.isRaised })
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    continuation.resume(
                        returning: verify(
                            against: expectation, level: level, tolerances: tolerances,
                            limits: limits))
                }
            }
        } onCancel: {
            isCancelled.raise()
        }
    }

    private final class Flag: Sendable {
        private let flag = Atomic(false)
        var isRaised: Bool { flag.load(ordering: .relaxed) }
        func raise() { flag.store(true, ordering: .relaxed) }
    }
}
