import DailiesThreads

/// Asks a session to end: nothing more is submitted, and what was submitted is finished, or left at
/// the provider.
package final class Drain: Sendable {
    private let flag = StopFlag()
    private let leaving = StopFlag()
    private let wakeUps = WakeUps()

    package init() {}

    package var isRequested: Bool { flag.isRaised }

    /// Whether runs under way are left at the provider.
    package var leavesRuns: Bool { leaving.isRaised }

    package func request() {
        flag.raise()
        wakeUps.wake(Self.endKey)
    }

    /// As `request`, and runs under way are no longer waited for.
    package func leaveRuns() {
        leaving.raise()
        wakeUps.wake(Self.leaveKey)
        request()
    }

    /// Waits until `pause` has ended, or until the session is asked to end.
    ///
    /// - Throws: `CancellationError`.
    func wait(_ pause: @escaping @Sendable () async throws -> Void) async throws {
        try await wait(for: Self.endKey, flag, pause)
    }

    /// Waits until `pause` has ended, or until runs are left at the provider.
    ///
    /// - Throws: `CancellationError`.
    func waitForRun(_ pause: @escaping @Sendable () async throws -> Void) async throws {
        try await wait(for: Self.leaveKey, leaving, pause)
    }

    private func wait(
        for key: String, _ flag: StopFlag, _ pause: @escaping @Sendable () async throws -> Void
    ) async throws {
        guard !flag.isRaised else { return }
        try await wakeUps.wait(for: key) {
            // Raised between the look above and the beginning of the wait.
            if !flag.isRaised { try await pause() }
        }
    }

    private static let endKey = "end"
    private static let leaveKey = "leave"
}
