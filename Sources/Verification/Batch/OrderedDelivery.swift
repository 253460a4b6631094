/// Hands out file indexes in order and holds results back until those before them are delivered.
struct OrderedDelivery {
    private let count: Int
    private var started = 0
    private var delivered = 0
    private var waiting: [Int: Verification] = [:]
    private var isStopped = false

    init(count: Int) { self.count = count }

    /// The next index; `nil` if there is none or the work has been stopped.
    mutating func next() -> Int? {
        guard !isStopped, started < count else { return nil }
        started += 1
        return started - 1
    }

    /// Delivers every result whose turn has come and returns how many permits that frees.
    mutating func deliver(
        _ verification: Verification, at index: Int, to onResult: (Verification) -> Bool
    ) -> Int {
        waiting[index] = verification
        let before = delivered
        while !isStopped, let ready = waiting.removeValue(forKey: delivered) {
            delivered += 1
            isStopped = !onResult(ready)
        }
        guard isStopped else { return delivered - before }
        // After a stop nothing is delivered any more, so the waiting results free their permits too.
        defer { waiting = [:] }
        return delivered - before + waiting.count
    }
}
