import Foundation

/// Exponential backoff with jitter: each delay before a retry is longer than the last, up to a
/// maximum, and randomised, so that clients that failed together don't retry together.
package struct Backoff: Sendable, Hashable {
    /// The delay before the first retry, before jitter.
    package var base: Duration
    /// The factor by which the delay grows with each retry.
    package var factor: Double
    /// The longest delay, before jitter.
    package var maximum: Duration
    /// The fraction of a delay that is random, 0…1: 0 is no jitter, with 1 a delay may be anything
    /// from zero to its full length.
    package var jitter: Double
    /// The limit for all attempts and delays together; `nil` for no limit.
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

    /// The delay before a retry; attempt 0 is the first retry.
    package func delay(
        attempt: Int, using generator: inout some RandomNumberGenerator
    ) -> Duration {
        // Computed in seconds, since an overflow of Duration traps.
        let first = base / .seconds(1)
        guard first > 0 else { return .zero }
        let seconds = min(first * pow(factor, Double(max(attempt, 0))), maximum / .seconds(1))
        let fraction = Double.random(in: (1 - min(max(jitter, 0), 1))...1, using: &generator)
        return .seconds(seconds * fraction)
    }

    /// The delay before a retry; `nil` if it would end after the deadline.
    ///
    /// - Parameters:
    ///   - elapsed: the time that attempts and delays have taken so far.
    ///   - retryAfter: the server's `Retry-After` delay, which is the least delay even if it exceeds
    ///     the maximum.
    package func delay(
        attempt: Int,
        elapsed: Duration,
        retryAfter: Duration? = nil,
        using generator: inout some RandomNumberGenerator
    ) -> Duration? {
        let delay = max(delay(attempt: attempt, using: &generator), retryAfter ?? .zero)
        guard let deadline else { return delay }
        return elapsed + delay < deadline ? delay : nil
    }
}
