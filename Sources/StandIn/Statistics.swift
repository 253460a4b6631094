import DailiesJSON
import Synchronization

/// Counts what clients did, so that a test can prove that no run was bought twice.
final class Statistics: Sendable {
    private let counts = Mutex<[Event: Int]>([:])

    /// An event that is counted.
    enum Event: Hashable, Sendable {
        /// A run was accepted, which a real provider charges for.
        case submission(provider: SimulatedProvider)
        /// A response reported the state of a run.
        case poll
        /// A clip, or a range of it, was sent.
        case download
        /// A run was cancelled before it ended.
        case cancel
        /// A fault was injected.
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
