import DailiesHTTP
import Foundation
import Synchronization
import Testing

@testable import DailiesProduction

/// How submits and polls are spread over time; the tests set the clock.
struct SubmitPacerTests {
    @Test func submitsPerMinuteAreLimited() async throws {
        let clock = ManualClock()
        let pacer = SubmitPacer(
            perMinute: 100, now: { clock.now }, pause: { clock.advance($0) })
        for _ in 0..<100 { try await pacer.waitForTurn() }
        #expect(clock.waited == .zero)
        try await pacer.waitForTurn()
        #expect(clock.waited == .seconds(60))
        for _ in 0..<99 { try await pacer.waitForTurn() }
        #expect(clock.waited == .seconds(60))
        try await pacer.waitForTurn()
        #expect(clock.waited == .seconds(120))
    }

    @Test func aRunOfFourMinutesIsPolledAboutTwentyTimes() {
        let pace = SessionSettings.Pace.provider.poll
        var generator = SystemRandomNumberGenerator()
        var elapsed = Duration.zero
        var polls = 1
        while let wait = pace.delay(attempt: polls - 1, elapsed: elapsed, using: &generator),
            elapsed + wait < .seconds(240)
        {
            elapsed += wait
            polls += 1
        }
        // For any random share of each wait.
        #expect((19...27).contains(polls))
    }
}
