/// Runs work whose cancellation is delayed: if the task is cancelled, the work has `grace` to end by
/// itself before it is cancelled too.
///
/// - Parameter onGrace: is called when the task is cancelled and the grace period begins.
func withCancellationGrace<Value: Sendable>(
    _ grace: Duration, onGrace: @escaping @Sendable () -> Void,
    _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    let task = Task { try await work() }
    return try await withTaskCancellationHandler {
        try await task.value
    } onCancel: {
        onGrace()
        Task {
            try? await Task.sleep(for: grace)
            task.cancel()
        }
    }
}
