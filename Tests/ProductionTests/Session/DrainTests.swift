import DailiesTestSupport
import Testing

@testable import DailiesProduction

/// Which waits end when a session is asked to end.
@Suite(.timeLimit(.minutes(1))) struct DrainTests {
    private let drain = Drain()

    /// Begins a wait that lasts ten minutes by itself, and returns once it waits.
    private func begin(
        _ wait:
            @escaping @Sendable (@escaping @Sendable () async throws -> Void) async throws ->
            Void
    ) async -> Task<Void, any Error> {
        let (pauses, begun) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await wait {
                begun.yield()
                try await Task.sleep(for: .seconds(600))
            }
        }
        for await _ in pauses { break }
        return task
    }

    @Test func aRequestEndsTheWaitsBeforeAndAfterIt() async throws {
        let waits = [await begin(drain.wait), await begin(drain.wait)]
        drain.request()
        for wait in waits { try await wait.value }
        let paused = Counter()
        try await drain.wait { _ = paused.next() }
        #expect(paused.value == 0)
        #expect(drain.isRequested && !drain.leavesRuns)
    }

    /// A run is still waited for after a request, until runs are left at the provider.
    @Test func onlyLeavingRunsEndsTheWaitForARun() async throws {
        drain.request()
        let wait = await begin(drain.waitForRun)
        #expect(!drain.leavesRuns)
        drain.leaveRuns()
        try await wait.value
        let paused = Counter()
        try await drain.waitForRun { _ = paused.next() }
        #expect(paused.value == 0)
        #expect(drain.isRequested && drain.leavesRuns)
    }

    /// Leaving runs also ends the waits before submits.
    @Test func leavingRunsIsARequestToo() async throws {
        let wait = await begin(drain.wait)
        drain.leaveRuns()
        try await wait.value
    }

    @Test func aWaitEndsWithItsPause() async throws {
        try await drain.wait {}
        try await drain.waitForRun {}
    }
}
