/// Does work in a child task and waits for it.
///
/// A task keeps the memory of its deepest call until it ends. A thousand runs wait for their providers
/// at once, each in a task: what they did before, and do between two waits, would stay in memory.
///
/// - Throws: what the work throws.
func inOwnTask<Value: Sendable>(
    _ work: @Sendable @escaping () async throws -> Value
) async throws -> Value {
    async let value = work()
    return try await value
}
