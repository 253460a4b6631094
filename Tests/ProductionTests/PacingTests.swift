import DailiesHTTP
import Foundation
import Synchronization
import Testing

@testable import DailiesProduction

/// How submits, waits and work are spread over time, with the clock in hand.
struct PacingTests {
    /// A clock that moves only when somebody waits.
    private final class HandClock: Sendable {
        private let time = Mutex(ContinuousClock.now)
        private let total = Mutex(Duration.zero)

        var now: ContinuousClock.Instant { time.withLock { $0 } }
        var waited: Duration { total.withLock { $0 } }

        func advance(_ duration: Duration) {
            time.withLock { $0 += duration }
            total.withLock { $0 += duration }
        }
    }

    /// What was begun, in order.
    private final class Order: Sendable {
        private let indices = Mutex<[Int]>([])

        var all: [Int] { indices.withLock { $0 } }

        func note(_ index: Int) { indices.withLock { $0.append(index) } }
    }

    /// Counts who is there.
    private final class Crowd: Sendable {
        private let state = Mutex((now: 0, most: 0))

        var most: Int { state.withLock { $0.most } }

        func enter() {
            state.withLock { state in
                state.now += 1
                state.most = max(state.most, state.now)
            }
        }

        func leave() { state.withLock { $0.now -= 1 } }
    }

    @Test func capacityMayBecomeFreeOnlyIfRunsEnd() {
        let gate = SubmitGate()
        let alone = gate.submitStarted(1)
        gate.submitRejected(1)
        #expect(gate.capacitySource(since: alone) == .none)
        // Another request is under way, though nobody has accepted it yet.
        _ = gate.submitStarted(2)
        let beside = gate.submitStarted(3)
        gate.submitRejected(3)
        #expect(gate.capacitySource(since: beside) == .request)
        gate.runStarted(2)
        #expect(gate.capacitySource(since: beside) == .run)
        // It has ended since.
        gate.runEnded(2)
        #expect(gate.capacitySource(since: beside) == .run)
        let after = gate.submitStarted(3)
        gate.submitRejected(3)
        #expect(gate.capacitySource(since: after) == .none)
        // What was turned away has freed nothing.
        gate.runEnded(3)
        #expect(gate.capacitySource(since: after) == .none)
    }

    @Test func aRunOfFourMinutesIsPolledAboutTwentyTimes() {
        let pace = SessionSettings.Pace.provider.poll
        var chance = SystemRandomNumberGenerator()
        var elapsed = Duration.zero
        var polls = 1
        while let wait = pace.delay(attempt: polls - 1, elapsed: elapsed, using: &chance),
            elapsed + wait < .seconds(240)
        {
            elapsed += wait
            polls += 1
        }
        // Whatever chance takes away of each wait.
        #expect((19...27).contains(polls))
    }

    @Test func submitsPerMinuteAreLimited() async throws {
        let clock = HandClock()
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

    @Test func aWakeUpEndsTheWaitForARun() async throws {
        let wakeUps = PollWakeUps()
        async let waiting: Void = wakeUps.wait(for: "r") {
            try await Task.sleep(for: .seconds(600))
        }
        // Heard whether it comes before the wait or during it.
        wakeUps.wake("r")
        try await waiting
        wakeUps.wake("r")
        try await wakeUps.wait(for: "r") { try await Task.sleep(for: .seconds(600)) }
    }

    @Test func aWaitEndsWithItsPause() async throws {
        let wakeUps = PollWakeUps()
        // Also where its time is over before anybody waits, as on a crowded machine.
        for _ in 0..<1000 { try await wakeUps.wait(for: "r") {} }
        wakeUps.wake("other")
        try await wakeUps.wait(for: "r") {}
    }

    @Test func aWaitEndsWithItsTask() async throws {
        let wakeUps = PollWakeUps()
        let task = Task {
            try await wakeUps.wait(for: "r") { try await Task.sleep(for: .seconds(600)) }
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func workStartsAfterTheWorkThatItDependsOn() async throws {
        let order = Order()
        let results = try await orderedResults(
            count: 6, atOnce: 2, after: { [1: 0, 2: 1, 5: 0][$0] }
        ) { (index, previous: Int?) in
            order.note(index)
            return (previous ?? 0) + index
        }
        #expect(results == [0, 1, 3, 3, 4, 5])
        let places = order.all
        for (later, earlier) in [(1, 0), (2, 1), (5, 0)] {
            let first = try #require(places.firstIndex(of: earlier))
            let second = try #require(places.firstIndex(of: later))
            #expect(first < second)
        }
    }

    @Test func aSemaphoreLimitsHowManyTasksRunAtOnce() async throws {
        let semaphore = AsyncSemaphore(3)
        let crowd = Crowd()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    try await semaphore.withPermit {
                        crowd.enter()
                        for _ in 0..<20 { await Task.yield() }
                        crowd.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(crowd.most == 3)
    }
}
