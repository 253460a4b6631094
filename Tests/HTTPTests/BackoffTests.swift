import DailiesHTTP
import DailiesTestSupport
import Testing

@Suite struct BackoffTests {
    private let plain = Backoff(base: .seconds(1), maximum: .seconds(10), jitter: 0)

    @Test func theDelayGrowsUpToItsMaximum() {
        var chance = SeededGenerator(seed: 1)
        let waits = (0..<6).map { plain.delay(attempt: $0, using: &chance) }
        #expect(waits == [1, 2, 4, 8, 10, 10].map { .seconds($0) })
    }

    @Test(arguments: [-1, 1_000, Int.max])
    func extremeAttemptNumbersDoNotOverflow(_ attempt: Int) {
        var chance = SeededGenerator(seed: 1)
        let wait = plain.delay(attempt: attempt, using: &chance)
        #expect(wait == (attempt < 0 ? .seconds(1) : .seconds(10)))
    }

    @Test func aFactorOfOneKeepsTheDelayConstant() {
        var chance = SeededGenerator(seed: 1)
        var steady = plain
        steady.factor = 1
        #expect(steady.delay(attempt: 1_000, using: &chance) == .seconds(1))
        steady = Backoff(base: .zero, maximum: .seconds(1))
        #expect(steady.delay(attempt: 10_000, using: &chance) == .zero)
    }

    @Test func jitterShortensTheDelayByAtMostItsFraction() {
        var chance = SeededGenerator(seed: 7)
        var backoff = plain
        backoff.jitter = 0.25
        let waits = (0..<1_000).map { _ in backoff.delay(attempt: 1, using: &chance) }
        #expect(waits.allSatisfy { (.milliseconds(1_500) ... .seconds(2)).contains($0) })
        #expect(waits.contains { $0 < .milliseconds(1_550) })
        #expect(waits.contains { $0 > .milliseconds(1_950) })
        var same = SeededGenerator(seed: 7)
        #expect(waits.first == backoff.delay(attempt: 1, using: &same))
    }

    @Test func noRetryStartsAfterTheDeadline() {
        var chance = SeededGenerator(seed: 1)
        var backoff = plain
        backoff.deadline = .seconds(60)
        let inTime = backoff.delay(attempt: 2, elapsed: .seconds(55), using: &chance)
        #expect(inTime == .seconds(4))
        #expect(backoff.delay(attempt: 2, elapsed: .seconds(56), using: &chance) == nil)
        #expect(plain.delay(attempt: 2, elapsed: .seconds(1 << 30), using: &chance) == .seconds(4))
    }

    @Test func retryAfterIsTheMinimum() {
        var chance = SeededGenerator(seed: 1)
        var backoff = plain
        backoff.deadline = .seconds(60)
        let asked = backoff.delay(
            attempt: 0, elapsed: .zero, retryAfter: .seconds(30), using: &chance)
        #expect(asked == .seconds(30))
        let little = backoff.delay(
            attempt: 2, elapsed: .zero, retryAfter: .seconds(1), using: &chance)
        #expect(little == .seconds(4))
        let late = backoff.delay(
            attempt: 0, elapsed: .seconds(31), retryAfter: .seconds(30), using: &chance)
        #expect(late == nil)
    }
}
