/// When to stop verifying a file before it is finished.
public struct VerificationLimits: Sendable {
    /// The maximum time for one file; `nil` for no limit.
    public var deadline: Duration?
    /// Called often while the file is read; `true` stops the work.
    public var shouldStop: @Sendable () -> Bool

    /// Makes limits; by default there are none.
    public init(
        deadline: Duration? = nil,
        shouldStop: @escaping @Sendable () -> Bool = { false }
    ) {
        self.deadline = deadline
        self.shouldStop = shouldStop
    }

    /// The same limits with their clock started.
    func started() -> RunningLimits { RunningLimits(limits: self) }
}

/// Limits whose clock is running.
package struct RunningLimits: Sendable {
    let limits: VerificationLimits
    private let began = ContinuousClock.now

    init(limits: VerificationLimits) { self.limits = limits }

    /// Why the work must stop now; `nil` if it may continue.
    package var stopReason: String? {
        if limits.shouldStop() { return "it was stopped" }
        guard let deadline = limits.deadline, ContinuousClock.now - began > deadline else {
            return nil
        }
        return "it took longer than the limit of \(deadline)"
    }

    /// Whether the work must stop now, as a callback for readers.
    package var shouldStop: @Sendable () -> Bool {
        { stopReason != nil }
    }
}
