import Testing

@testable import DailiesProduction

/// When the wait before the next poll ends.
struct PollWakeUpsTests {
    @Test func aWakeUpEndsTheWaitForARun() async throws {
        let wakeUps = PollWakeUps()
        async let waiting: Void = wakeUps.wait(for: "r") {
            try await Task.sleep(for: .seconds(600))
        }
        // Whether it comes before the wait or during it.
        wakeUps.wake("r")
        try await waiting
        wakeUps.wake("r")
        try await wakeUps.wait(for: "r") { try await Task.sleep(for: .seconds(600)) }
    }

    @Test func aWaitEndsWithItsPause() async throws {
        let wakeUps = PollWakeUps()
        // Also if the pause ends before the wait has begun, as on a loaded machine.
        for _ in 0..<1000 { try await wakeUps.wait(for: "r") {} }
        wakeUps.wake("other")
        try await wakeUps.wait(for: "r") {}
    }

    /// Two runs with one id, as a provider with a fault gives them: both waits end.
    @Test func severalWaitsForAnIDEndTogether() async throws {
        let wakeUps = PollWakeUps()
        let tasks = (0..<3).map { _ in
            Task { try await wakeUps.wait(for: "r") { try await Task.sleep(for: .seconds(600)) } }
        }
        // Each waits in turn, and a task that is cancelled doesn't take the others' wake-up.
        tasks[0].cancel()
        await #expect(throws: CancellationError.self) { try await tasks[0].value }
        let waking = Task {
            while !Task.isCancelled {
                wakeUps.wake("r")
                await Task.yield()
            }
        }
        for task in tasks.dropFirst() { try await task.value }
        waking.cancel()
    }

    @Test func aWaitEndsWithItsTask() async throws {
        let wakeUps = PollWakeUps()
        let task = Task {
            try await wakeUps.wait(for: "r") { try await Task.sleep(for: .seconds(600)) }
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
