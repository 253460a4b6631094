/// Runs `count` pieces of work, at most `width` at once, and returns their results in order.
///
/// Pieces start in order, except that urgent ones start before all others, and that a piece waits for
/// the result of the one that it depends on.
///
/// - Parameters:
///   - urgent: the indices of the pieces that start first.
///   - after: the index of the piece that a piece depends on, smaller than its own; `nil` if there is
///     none.
///   - work: runs a piece, with the result of the piece that it depends on.
func orderedResults<Value: Sendable>(
    count: Int,
    atOnce width: Int,
    first urgent: Set<Int> = [],
    after: (Int) -> Int?,
    _ work: @escaping @Sendable (_ index: Int, _ previous: Value?) async throws -> Value
) async throws -> [Value] {
    try await withThrowingTaskGroup(of: (Int, Value).self) { group in
        var results: [Int: Value] = [:]
        var waiting =
            (0..<count).filter(urgent.contains) + (0..<count).filter { !urgent.contains($0) }
        func start() {
            // A cancelled task starts no further work.
            guard !Task.isCancelled else { return }
            let ready = waiting.firstIndex { index in
                after(index).map { results[$0] != nil } ?? true
            }
            guard let ready else { return }
            let index = waiting.remove(at: ready)
            let previous = after(index).flatMap { results[$0] }
            group.addTask { (index, try await work(index, previous)) }
        }
        var running = 0
        func fill() {
            while running < max(1, width) {
                let before = waiting.count
                start()
                guard waiting.count < before else { return }
                running += 1
            }
        }
        fill()
        while let (index, value) = try await group.next() {
            running -= 1
            results[index] = value
            fill()
        }
        try Task.checkCancellation()
        return (0..<count).compactMap { results[$0] }
    }
}
