import Testing

@testable import DailiesProduction

/// When the wait before the next poll ends.
struct WakeUpsTests {
    @Test func aWakeUpEndsTheWaitForARun() async throws {
        let wakeUps = WakeUps()
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
        let wakeUps = WakeUps()
        // Also if the pause ends before the wait has begun, as on a loaded machine.
        for _ in 0..<1000 { try await wakeUps.wait(for: "r") {} }
        wakeUps.wake("other")
        try await wakeUps.wait(for: "r") {}
    }

    /// Several runs with one id, as a faulty provider gives them: one wake-up ends all waits, except
    /// that of a task that was cancelled before.
    @Test(.timeLimit(.minutes(1))) func severalWaitsForAnIDEndTogether() async throws {
        let wakeUps = WakeUps()
        let (waiting, signal) = AsyncStream.makeStream(of: Void.self)
        let tasks = (0..<3).map { _ in
            Task {
                try await wakeUps.wait(for: "r") {
                    // A pause begins when its wait is stored.
                    signal.yield()
                    try await Task.sleep(for: .seconds(600))
                }
            }
        }
        var signals = waiting.makeAsyncIterator()
        for _ in tasks { _ = await signals.next() }
        tasks[0].cancel()
        await #expect(throws: CancellationError.self) { try await tasks[0].value }
        wakeUps.wake("r")
        for task in tasks.dropFirst() { try await task.value }
    }

    @Test func aWaitEndsWithItsTask() async throws {
        let wakeUps = WakeUps()
        let task = Task {
            try await wakeUps.wait(for: "r") { try await Task.sleep(for: .seconds(600)) }
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
