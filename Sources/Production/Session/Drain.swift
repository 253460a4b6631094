import DailiesThreads

/// Asks a session to end: nothing more is submitted, and what was submitted is finished.
package final class Drain: Sendable {
    private let flag = StopFlag()
    private let wakeUps = WakeUps()

    package init() {}

    package var isRequested: Bool { flag.isRaised }

    package func request() {
        flag.raise()
        wakeUps.wake(Self.key)
    }

    /// Waits until `pause` has ended, or until the session is asked to end.
    ///
    /// - Throws: `CancellationError`.
    func wait(_ pause: @escaping @Sendable () async throws -> Void) async throws {
        guard !isRequested else { return }
        try await wakeUps.wait(for: Self.key, pause: pause)
    }

    private static let key = "drain"
}
