/// Does work in a child task and waits for it.
///
/// Swift frees the stack memory of a task only when the task ends. A session can have a thousand tasks
/// that wait for providers; deep calls that they make before or between waits run in child tasks, so that
/// their memory is freed at once. Not inlined, since a caller would have the memory of each such task in
/// its own frame.
///
/// - Throws: what the work throws.
@inline(never)
func inOwnTask<Value: Sendable>(
    _ work: @Sendable @escaping () async throws -> Value
) async throws -> Value {
    async let value = work()
    return try await value
}
