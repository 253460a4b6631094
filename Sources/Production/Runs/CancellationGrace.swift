/// Does work that must not be broken off in the middle: where the task is cancelled, the work still
/// has a while to end by itself.
///
/// - Parameter tell: is called where it comes to that, since somebody may be waiting.
func finishing<Value: Sendable>(
    within grace: Duration, tell: @escaping @Sendable () -> Void,
    _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    let task = Task { try await work() }
    return try await withTaskCancellationHandler {
        try await task.value
    } onCancel: {
        tell()
        Task {
            try? await Task.sleep(for: grace)
            task.cancel()
        }
    }
}
