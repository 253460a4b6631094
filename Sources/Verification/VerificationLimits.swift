/// When looking at a file is to end before it is done.
public struct VerificationLimits: Sendable {
    /// The longest that one file may take; `nil` for as long as it needs.
    public var deadline: Duration?
    /// Asked often while the file is read; `true` ends the work.
    public var shouldStop: @Sendable () -> Bool

    /// Makes limits; by default there are none.
    public init(
        deadline: Duration? = nil,
        shouldStop: @escaping @Sendable () -> Bool = { false }
    ) {
        self.deadline = deadline
        self.shouldStop = shouldStop
    }

    /// The same limits, with the clock running from now.
    func started() -> RunningLimits { RunningLimits(limits: self) }
}

/// Limits whose clock is running.
package struct RunningLimits: Sendable {
    let limits: VerificationLimits
    private let began = ContinuousClock.now

    init(limits: VerificationLimits) { self.limits = limits }

    /// Why the work ends now; `nil` where it may go on.
    package var stopReason: String? {
        if limits.shouldStop() { return "it was told to stop" }
        guard let deadline = limits.deadline, ContinuousClock.now - began > deadline else {
            return nil
        }
        return "it took longer than the \(deadline) allowed"
    }

    /// The same as a question, for those who only want to know whether.
    package var shouldStop: @Sendable () -> Bool {
        { stopReason != nil }
    }
}
