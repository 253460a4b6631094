import Synchronization

/// Stops all submits of a session to a provider that refuses the account, and knows whether runs of
/// the session may free its capacity.
final class SubmitGate: Sendable {
    private let state = Mutex(State())

    private struct State {
        var refusal: String?
        var unreachable: String?
        /// Runs whose request was sent and not answered yet.
        var unanswered: Set<Int64> = []
        /// Runs that were or may have been accepted, and are followed to their end.
        var active: Set<Int64> = []
        /// How often a run became active or ended.
        var changes = 0
    }

    /// The state at the time of a request, to find out what has changed since.
    struct Snapshot: Sendable {
        fileprivate let changes: Int
    }

    /// What in this session may free capacity, so that a submit may succeed later.
    enum CapacitySource: Sendable {
        /// A run is active, or one became active or ended since the request.
        case run
        /// A request is unanswered: it may have taken the capacity.
        case request
        case none
    }

    /// Why nothing may be submitted; `nil` unless the provider has refused the account.
    var accountRefusal: String? { state.withLock { $0.refusal } }

    /// Stops all further submits; the first reason is kept.
    func refuseAccount(_ reason: String) { state.withLock { $0.refusal = $0.refusal ?? reason } }

    /// Why no connection can be made to the provider; `nil` if one could be made, or wasn't tried for
    /// long enough.
    var unreachable: String? { state.withLock { $0.unreachable } }

    /// No connection could be made for longer than a run with alternatives waits.
    func markUnreachable(_ reason: String) { state.withLock { $0.unreachable = reason } }

    /// A run's request is being sent.
    func submitStarted(_ run: Int64) -> Snapshot {
        state.withLock { state in
            state.unanswered.insert(run)
            return Snapshot(changes: state.changes)
        }
    }

    /// A run's request was not accepted.
    func submitRejected(_ run: Int64) { state.withLock { _ = $0.unanswered.remove(run) } }

    /// A run was or may have been accepted: it may use credit and concurrency of the account.
    func runStarted(_ run: Int64) {
        state.withLock { state in
            state.unanswered.remove(run)
            state.unreachable = nil
            guard state.active.insert(run).inserted else { return }
            state.changes += 1
        }
    }

    /// A run has ended, or is no longer followed.
    func runEnded(_ run: Int64) {
        state.withLock { state in
            guard state.active.remove(run) != nil else { return }
            state.changes += 1
        }
    }

    /// What may free the capacity that a request found exhausted.
    func capacitySource(since snapshot: Snapshot) -> CapacitySource {
        state.withLock { state in
            guard state.active.isEmpty, state.changes == snapshot.changes else { return .run }
            return state.unanswered.isEmpty ? .none : .request
        }
    }
}
