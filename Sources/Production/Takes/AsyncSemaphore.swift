/// Limits how many tasks run at once; waiters are served in order, urgent ones first.
actor AsyncSemaphore {
    private var free: Int
    private var urgent: [CheckedContinuation<Void, Never>] = []
    private var waiters: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { free = count }

    /// Runs `work` as soon as a permit is free, and releases the permit when it ends.
    ///
    /// - Parameter isUrgent: whether it is served before all waiters that aren't urgent.
    /// - Throws: what `work` throws, or `CancellationError` if the task was cancelled before.
    nonisolated func withPermit<Value: Sendable>(
        isUrgent: Bool = false, _ work: @Sendable () async throws -> Value
    ) async throws -> Value {
        await acquire(isUrgent: isUrgent)
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

    private func acquire(isUrgent: Bool) async {
        if free > 0 {
            free -= 1
            return
        }
        await withCheckedContinuation {
            if isUrgent { urgent.append($0) } else { waiters.append($0) }
        }
    }

    /// Whether a permit is free.
    var isFree: Bool { free > 0 }

    /// How many tasks wait for a permit.
    var waiting: Int { urgent.count + waiters.count }

    /// Passes the permit to the first waiter.
    private func release() {
        if !urgent.isEmpty {
            urgent.removeFirst().resume()
        } else if waiters.isEmpty {
            free += 1
        } else {
            waiters.removeFirst().resume()
        }
    }
}
