import DailiesTestSupport
import Testing

@testable import DailiesProduction

/// Which waits end when a session is asked to end.
@Suite(.timeLimit(.minutes(1))) struct DrainTests {
    private let forever: @Sendable () async throws -> Void = {
        try await Task.sleep(for: .seconds(600))
    }

    @Test func aRequestEndsTheWaitsBeforeAndAfterIt() async throws {
        let drain = Drain()
        async let first: Void = drain.wait(forever)
        async let second: Void = drain.wait(forever)
        drain.request()
        _ = try await (first, second)
        try await drain.wait(forever)
        #expect(drain.isRequested && !drain.leavesRuns)
    }

    /// A run is still waited for after a request, until runs are left at the provider.
    @Test func onlyLeavingRunsEndsTheWaitForARun() async throws {
        let drain = Drain()
        drain.request()
        let paused = Counter()
        try await drain.waitForRun { _ = paused.next() }
        #expect(paused.value == 1 && !drain.leavesRuns)
        async let waiting: Void = drain.waitForRun(forever)
        drain.leaveRuns()
        try await waiting
        try await drain.waitForRun(forever)
        #expect(drain.isRequested && drain.leavesRuns)
    }

    @Test func aWaitEndsWithItsPause() async throws {
        let drain = Drain()
        try await drain.wait {}
        try await drain.waitForRun {}
    }
}
