import DailiesHTTP
import Testing

@testable import DailiesProduction

/// When polling a run is given up.
struct PollPatienceTests {
    private let pace = SessionSettings.Pace.provider

    private func delay(_ patience: PollPatience, _ now: ContinuousClock.Instant, _ after: Duration?)
        -> Duration?
    {
        var generator = SystemRandomNumberGenerator()
        return pace.poll.delay(
            attempt: 3, elapsed: patience.elapsed(now: now), retryAfter: after, using: &generator)
    }

    /// A provider that asks for an hour gets it, although the deadline is half an hour.
    @Test func anHourOfRetryAfterIsWaitedFor() {
        let start = ContinuousClock.now
        var patience = PollPatience(pace, now: start)
        #expect(delay(patience, start, .seconds(3600)) == nil)
        patience.extend(by: .seconds(3600), now: start)
        #expect(delay(patience, start, .seconds(3600)) == .seconds(3600))
        // The half hour counts from then on.
        let later = start + .seconds(3600)
        #expect(delay(patience, later + .seconds(1700), nil) != nil)
        #expect(delay(patience, later + .seconds(1800), nil) == nil)
    }

    @Test func patienceEndsWithTheQueueTimeout() {
        let start = ContinuousClock.now
        var patience = PollPatience(pace, now: start)
        let end = start + pace.queueTimeout
        patience.extend(now: end - .seconds(1))
        #expect(patience.elapsed(now: end) == .seconds(1))
        patience.extend(by: .seconds(3600), now: end - .seconds(1))
        #expect(patience.elapsed(now: end) == .seconds(1))
    }
}
