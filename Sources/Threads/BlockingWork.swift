/// Runs blocking work (decoding, a transfer) on its own thread and returns the result.
///
/// The cooperative pool has only as many threads as the machine has cores; blocking calls on them
/// would stop all other tasks.
package func onOwnThread<Value: Sendable>(
    named name: String,
    _ work: @escaping @Sendable () throws -> Value
) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        let isStarted = OwnThread.start(named: name) {
            continuation.resume(with: Result(catching: work))
        }
        // If the system can't start another thread, the work runs on the current one.
        if !isStarted { continuation.resume(with: Result(catching: work)) }
    }
}
