/// Does work that must not be broken off in the middle: where the task is cancelled, the work still
/// has a while to end by itself.
func finishing<Value: Sendable>(
    within grace: Duration, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    let task = Task { try await work() }
    return try await withTaskCancellationHandler {
        try await task.value
    } onCancel: {
        Task {
            try? await Task.sleep(for: grace)
            task.cancel()
        }
    }
}
