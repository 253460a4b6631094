import DailiesProduction

/// The time of `--max-runtime` is over, and the session didn't end by itself.
struct TimeIsOver: Error {}

/// Runs a session for a limited time; `nil` is no limit.
///
/// When its time is over, it is asked to end and to leave runs at the provider. A minute later it is
/// cancelled.
///
/// - Throws: `TimeIsOver` where it was cancelled.
func withTimeLimit<Value: Sendable>(
    _ limit: Duration?, draining drain: Drain,
    _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    guard let limit else { return try await work() }
    let task = Task { try await work() }
    let timer = Task {
        try await Task.sleep(for: limit)
        drain.leaveRuns()
        try await Task.sleep(for: .seconds(60))
        task.cancel()
    }
    defer { timer.cancel() }
    do {
        return try await task.value
    } catch is CancellationError {
        throw TimeIsOver()
    }
}
