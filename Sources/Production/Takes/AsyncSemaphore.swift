/// Lets a few do at once what more would do no faster: whoever comes later waits for a turn.
actor Slots {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { free = count }

    /// Does the work when there is room for it.
    ///
    /// - Throws: what the work throws, or `CancellationError` where the wait was in vain.
    nonisolated func with<Value: Sendable>(
        _ work: @Sendable () async throws -> Value
    ) async throws -> Value {
        await take()
        do {
            try Task.checkCancellation()
            let value = try await work()
            await give()
            return value
        } catch {
            await give()
            throw error
        }
    }

    private func take() async {
        if free > 0 {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    /// Hands the turn on to whoever waits longest.
    private func give() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}
