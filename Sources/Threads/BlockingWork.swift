/// Runs work that blocks (decoding, a transfer) on a thread of its own and returns its result.
///
/// The cooperative pool has as many threads as the machine has cores; a blocking call there would
/// stop everything else.
package func onOwnThread<Value: Sendable>(
    named name: String,
    _ work: @escaping @Sendable () throws -> Value
) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        let isStarted = OwnThread.start(named: name) {
            continuation.resume(with: Result(catching: work))
        }
        // Late is better than never: the work is then done where it was asked for.
        if !isStarted { continuation.resume(with: Result(catching: work)) }
    }
}
