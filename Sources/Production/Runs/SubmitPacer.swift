/// Limits submits to the number per minute that the provider accepts.
actor SubmitPacer {
    private let perMinute: Int
    private let now: @Sendable () -> ContinuousClock.Instant
    private let pause: @Sendable (Duration) async throws -> Void
    /// When each submit of the last minute was or is to be sent.
    private var turns: [ContinuousClock.Instant] = []

    init(
        perMinute: Int,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        pause: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.perMinute = perMinute
        self.now = now
        self.pause = pause
    }

    /// Waits until one more submit may be sent.
    ///
    /// - Throws: `CancellationError`.
    func waitForTurn() async throws {
        let time = now()
        let minute = Duration.seconds(60)
        turns.removeAll { $0 + minute <= time }
        // Reserved before the pause, so that the next caller gets a later turn.
        let turn =
            turns.count < perMinute ? time : max(time, turns[turns.count - perMinute] + minute)
        turns.append(turn)
        if turn > time { try await pause(time.duration(to: turn)) }
    }
}
