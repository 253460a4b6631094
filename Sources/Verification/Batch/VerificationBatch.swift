import DailiesThreads
import Dispatch
import Synchronization

/// Verifies many files in the same way on all cores, with results in the order of the input.
///
/// Memory use doesn't depend on the number of files: a file is opened when its turn comes and closed
/// before its result is delivered.
public struct VerificationBatch: Sendable {
    /// Verifies one file; called on several threads at once.
    let judge: @Sendable (MediaFile) -> Verification

    /// Makes a batch that verifies files in a way of your own, such as by an inspection.
    public init(judge: @escaping @Sendable (MediaFile) -> Verification) {
        self.judge = judge
    }

    /// Makes a batch that verifies every file against one expectation.
    ///
    /// - Parameters: as those of `MediaFile.verify`; the limits apply to each file.
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

    /// How many finished results may wait for a slow file before them.
    private static let window = 256

    /// Verifies every file and delivers the results in the order of `paths`; blocks until the last.
    ///
    /// - Parameters:
    ///   - paths: the files.
    ///   - onResult: called on one thread at a time with each result; `false` ends the work.
    public func verify(
        _ paths: [String], onResult: @escaping @Sendable (Verification) -> Bool
    ) {
        let delivery = Mutex(OrderedDelivery(count: paths.count))
        // A permit is taken for each file and returned when its result has been delivered.
        let permits = DispatchSemaphore(value: Self.window)
        let running = DispatchGroup()
        let jobs = (0..<min(paths.count, WorkerThreads.sharedCount)).map { _ in
            running.enter()
            return WorkerThreads.Job {
                while true {
                    permits.wait()
                    guard let index = delivery.withLock({ $0.next() }) else { break }
                    let verification = judge(MediaFile(path: paths[index]))
                    let freed = delivery.withLock {
                        $0.deliver(verification, at: index, to: onResult)
                    }
                    for _ in 0..<freed { permits.signal() }
                }
                permits.signal()
                running.leave()
            }
        }
        for job in jobs { WorkerThreads.shared.add(job) }
        // This thread works too, on jobs that no worker has begun: it can be a worker itself.
        for job in jobs { job.perform() }
        running.wait()
    }
}
