/// Keeps submits within the number a minute that the provider takes.
actor SubmitPacer {
    private let perMinute: Int
    private let now: @Sendable () -> ContinuousClock.Instant
    private let pause: @Sendable (Duration) async throws -> Void
    /// When each of the last minute's submits may leave.
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

    /// Returns when one more may leave.
    ///
    /// - Throws: `CancellationError`.
    func waitForTurn() async throws {
        let time = now()
        let minute = Duration.seconds(60)
        turns.removeAll { $0 + minute <= time }
        // The turn is taken now, so that whoever asks next waits for one behind it.
        let turn =
            turns.count < perMinute ? time : max(time, turns[turns.count - perMinute] + minute)
        turns.append(turn)
        if turn > time { try await pause(time.duration(to: turn)) }
    }
}
