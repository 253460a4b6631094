import Dispatch
import Synchronization

/// Many files judged in the same way, on all cores, results in the order given.
///
/// Memory stays flat however many files there are: a file is opened when its turn comes and closed
/// before its result is handed on.
public struct VerificationBatch: Sendable {
    /// Judges one file; called on several threads at once.
    public let judge: @Sendable (MediaFile) -> Verification

    /// Makes a batch that judges in a way of your own, such as by an inspection.
    public init(judge: @escaping @Sendable (MediaFile) -> Verification) {
        self.judge = judge
    }

    /// Makes a batch that holds every file against one expectation.
    ///
    /// - Parameters: as those of `MediaFile.verify`; limits hold for each file.
    public init(
        expectation: Expectation,
        level: Verification.Level = .header,
        tolerances: Tolerances = Tolerances(),
        limits: VerificationLimits = VerificationLimits(),
        rules: [MediaFile.Rule] = [],
        actions: ActionRules = .standard
    ) {
        self.init { file in
            file.verify(
                against: expectation, level: level, tolerances: tolerances, limits: limits,
                rules: rules, actions: actions)
        }
    }

    /// How many results may wait for their turn behind a slow file.
    private static let window = 256

    /// Judges every file and hands each result on, in the order of `paths`; blocks until the last.
    ///
    /// - Parameter take: called on one thread at a time with each result; `false` ends the work.
    public func verify(_ paths: [String], take: @Sendable (Verification) -> Bool) {
        let order = Mutex(Order(count: paths.count))
        // A slot is taken with each file and given back when its result is handed on.
        let slots = DispatchSemaphore(value: Self.window)
        DispatchQueue.concurrentPerform(iterations: paths.count) { _ in
            slots.wait()
            guard let index = order.withLock({ $0.next() }) else {
                slots.signal()
                return
            }
            let verification = judge(MediaFile(path: paths[index]))
            let delivered = order.withLock { $0.deliver(verification, at: index, to: take) }
            for _ in 0..<delivered { slots.signal() }
        }
    }

    /// Gives files out in order, and lets results that come before their turn wait.
    private struct Order {
        private let count: Int
        private var started = 0
        private var delivered = 0
        private var early: [Int: Verification] = [:]
        private var isStopped = false

        init(count: Int) { self.count = count }

        /// The next file; `nil` where there is none or the work has ended.
        mutating func next() -> Int? {
            guard !isStopped, started < count else { return nil }
            started += 1
            return started - 1
        }

        /// Hands on what has its turn and returns how many slots that frees.
        mutating func deliver(
            _ verification: Verification, at index: Int, to take: (Verification) -> Bool
        ) -> Int {
            early[index] = verification
            let before = delivered
            while !isStopped, let ready = early.removeValue(forKey: delivered) {
                delivered += 1
                isStopped = !take(ready)
            }
            // Nothing waits any longer for a turn that won't come.
            return isStopped ? delivered - before + early.count : delivered - before
        }
    }
}
