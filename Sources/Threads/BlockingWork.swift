import Foundation

/// Runs work that blocks (decoding, a transfer) on a thread of its own and returns its result.
///
/// The cooperative pool has as many threads as the machine has cores; a blocking call there would
/// stop everything else.
package func onOwnThread<Value: Sendable>(
    named name: String,
    _ work: @escaping @Sendable () throws -> Value
) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        let thread = Thread {
            continuation.resume(with: Result(catching: work))
        }
        thread.name = name
        // libav's decoders and x264 keep large frames on the stack.
        thread.stackSize = 8 << 20
        thread.start()
    }
}
