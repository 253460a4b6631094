import Dispatch
import Synchronization

/// Many files held against one expectation, on all cores, results in the order given.
///
/// Memory stays flat however many files there are: a file is opened when its turn comes and closed
/// before its result is handed on.
public struct VerificationBatch: Sendable {
    /// What every file must be.
    public var expectation: Expectation
    /// How deep each file is looked at.
    public var level: Verification.Level
    /// How far a file may be from what was asked.
    public var tolerances: Tolerances

    /// Makes a batch.
    public init(
        expectation: Expectation,
        level: Verification.Level = .header,
        tolerances: Tolerances = Tolerances()
    ) {
        self.expectation = expectation
        self.level = level
        self.tolerances = tolerances
    }

    /// Verifies every file and hands each result on, in the order of `paths`; blocks until the last.
    ///
    /// - Parameters:
    ///   - refine: adds to a result on the thread that made it, such as an inspection.
    ///   - take: called on one thread at a time with each result; `false` ends the work.
    public func verify(
        _ paths: [String],
        refine: @Sendable (Verification) -> Verification = { $0 },
        take: @Sendable (Verification) -> Bool
    ) {
        let order = Mutex(Order())
        DispatchQueue.concurrentPerform(iterations: paths.count) { index in
            guard !order.withLock({ $0.isStopped }) else { return }
            let verification = refine(
                MediaFile(path: paths[index])
                    .verify(against: expectation, level: level, tolerances: tolerances))
            order.withLock { $0.deliver(verification, at: index, to: take) }
        }
    }

    /// Results that came before their turn wait here.
    private struct Order {
        private var early: [Int: Verification] = [:]
        private var next = 0
        private(set) var isStopped = false

        mutating func deliver(
            _ verification: Verification, at index: Int, to take: (Verification) -> Bool
        ) {
            early[index] = verification
            while !isStopped, let ready = early.removeValue(forKey: next) {
                next += 1
                isStopped = !take(ready)
            }
        }
    }
}
