/// Limits how many tasks run at once; waiters are served in order.
actor AsyncSemaphore {
    private var free: Int
    private var waiters: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { free = count }

    /// Runs `work` as soon as a permit is free, and releases the permit when it ends.
    ///
    /// - Throws: what `work` throws, or `CancellationError` if the task was cancelled before.
    nonisolated func withPermit<Value: Sendable>(
        _ work: @Sendable () async throws -> Value
    ) async throws -> Value {
        await acquire()
        do {
            try Task.checkCancellation()
            let value = try await work()
            await release()
            return value
        } catch {
            await release()
            throw error
        }
    }

    private func acquire() async {
        if free > 0 {
            free -= 1
            return
        }
        await withCheckedContinuation { waiters.append($0) }
    }

    /// Passes the permit to the first waiter.
    private func release() {
        if waiters.isEmpty {
            free += 1
        } else {
            waiters.removeFirst().resume()
        }
    }
}
