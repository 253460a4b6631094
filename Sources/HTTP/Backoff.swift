import Foundation

/// How long to wait before each new attempt: longer every time, never longer than a bound, and
/// spread by chance, so that many who failed together don't come back together.
package struct Backoff: Sendable, Hashable {
    /// The longest wait before the first new attempt.
    package var base: Duration
    /// How many times as long each wait is as the one before it.
    package var factor: Double
    /// No wait is longer, however many attempts there were.
    package var maximum: Duration
    /// The share of a wait that chance may take away: 0 takes nothing, 1 up to all of it.
    package var jitter: Double
    /// All attempts and waits together may take this long; without it there is no end.
    package var deadline: Duration?

    package init(
        base: Duration,
        factor: Double = 2,
        maximum: Duration,
        jitter: Double = 0.5,
        deadline: Duration? = nil
    ) {
        self.base = base
        self.factor = factor
        self.maximum = maximum
        self.jitter = jitter
        self.deadline = deadline
    }

    /// The wait before a new attempt; attempt 0 is the first that is made anew.
    package func delay(
        attempt: Int, using chance: inout some RandomNumberGenerator
    ) -> Duration {
        // Counted in seconds, since a Duration that overflows ends the process.
        let first = base / .seconds(1)
        guard first > 0 else { return .zero }
        let seconds = min(first * pow(factor, Double(max(attempt, 0))), maximum / .seconds(1))
        let share = Double.random(in: (1 - min(max(jitter, 0), 1))...1, using: &chance)
        return .seconds(seconds * share)
    }

    /// The wait before a new attempt, or `nil` where it would end behind the deadline.
    ///
    /// - Parameters:
    ///   - elapsed: how much time the attempts and waits so far have taken.
    ///   - least: what the server asked for, as in `Retry-After`; also longer than the maximum.
    package func delay(
        attempt: Int,
        elapsed: Duration,
        least: Duration? = nil,
        using chance: inout some RandomNumberGenerator
    ) -> Duration? {
        let delay = max(delay(attempt: attempt, using: &chance), least ?? .zero)
        guard let deadline else { return delay }
        return elapsed + delay < deadline ? delay : nil
    }
}
