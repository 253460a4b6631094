import DailiesJSON
import Synchronization

/// Counts what clients did, so that a test can prove that nothing was bought twice.
final class Statistics: Sendable {
    private let counts = Mutex<[Event: Int]>([:])

    /// What is counted.
    enum Event: Hashable, Sendable {
        /// A run was accepted and would have cost money.
        case submission(provider: SimulatedProvider)
        /// The state of a run was given.
        case poll
        /// A file or a part of it was sent.
        case download
        /// A run was cancelled before it had ended.
        case cancel
        /// Something went wrong on purpose.
        case fault
    }

    /// Counts one event.
    func count(_ event: Event) { counts.withLock { $0[event, default: 0] += 1 } }

    /// The counts so far.
    var json: JSONValue {
        let counts = counts.withLock { $0 }
        let submissions = SimulatedProvider.allCases.map {
            ($0, counts[.submission(provider: $0)] ?? 0)
        }
        let byProvider = submissions.map { ($0.0.rawValue, JSONValue.integer($0.1)) }
        return [
            "submissions": .integer(submissions.reduce(0) { $0 + $1.1 }),
            "byProvider": .object(Dictionary(uniqueKeysWithValues: byProvider)),
            "polls": .integer(counts[.poll] ?? 0),
            "downloads": .integer(counts[.download] ?? 0),
            "cancels": .integer(counts[.cancel] ?? 0),
            "faultsInjected": .integer(counts[.fault] ?? 0),
        ]
    }
}
