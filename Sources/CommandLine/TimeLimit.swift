/// The time of `--max-runtime` is over.
struct TimeIsOver: Error {}

/// Runs work and cancels it when its time is over; `nil` is no limit.
///
/// - Throws: `TimeIsOver` where the work ended with an error after that.
func withTimeLimit<Value: Sendable>(
    _ limit: Duration?, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    guard let limit else { return try await work() }
    return try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        if let value = try await group.next() ?? nil { return value }
        group.cancelAll()
        // The work may have ended at the same moment.
        do {
            if let value = try await group.next() ?? nil { return value }
        } catch is CancellationError {
            throw TimeIsOver()
        }
        throw TimeIsOver()
    }
}
