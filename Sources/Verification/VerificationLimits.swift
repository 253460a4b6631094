/// When looking at a file is to end before it is done.
public struct VerificationLimits: Sendable {
    /// The longest that one file may take; `nil` for as long as it needs.
    public var deadline: Duration?
    /// Asked often while the content is read; `true` ends the work.
    public var shouldStop: @Sendable () -> Bool

    /// Makes limits; by default there are none.
    public init(
        deadline: Duration? = nil,
        shouldStop: @escaping @Sendable () -> Bool = { false }
    ) {
        self.deadline = deadline
        self.shouldStop = shouldStop
    }

    /// Why reading ends now; `nil` where it may go on.
    package func reason(since start: ContinuousClock.Instant) -> String? {
        if shouldStop() { return "it was told to stop" }
        guard let deadline, ContinuousClock.now - start > deadline else { return nil }
        return "it took longer than the \(deadline) allowed"
    }
}
